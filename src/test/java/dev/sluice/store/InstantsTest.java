package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
  @Test
  @DisplayName("100,000 random times are read as they were written, to the nanosecond")
  void random() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 100_000; i++) {
      int digits = random.nextInt(10);
      long unit = Math.round(Math.pow(10, 9 - digits));
      var time =
          Instant.ofEpochSecond(
              random.nextLong(-70_000_000_000L, 300_000_000_000L),
              random.nextLong(1_000_000_000) / unit * unit);
      assertEquals(time, Instants.parse(time.toString()), () -> "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04Z",
        "2026-01-02T03:04:05+02:00",
        "+12026-01-02T03:04:05Z",
        "-0001-01-02T03:04:05Z",
        "2026-01-02t03:04:05z",
        "1970-01-01T00:00:00Z",
        "2026-01-02T03:04:05.Z"
      })
  @DisplayName("whatever else the general parser reads is read the same")
  void general(String text) {
    Instant expected;
    try {
      expected = Instant.parse(text);
    } catch (DateTimeException e) {
      assertThrows(DateTimeException.class, () -> Instants.parse(text));
      return;
    }
    assertEquals(expected, Instants.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-13-02T03:04:05Z",
        "2026-01-02T25:00:00Z",
        "2026-02-30T03:04:05Z",
        "2026-01-02T03:04:05",
        "2026-01-02 03:04:05Z",
        "2026-01-02T03:04:0xZ",
        "2026-01-02T03:04:05.1234567890Z"
      })
  @DisplayName("what is no time is refused")
  void refused(String text) {
    assertThrows(DateTimeException.class, () -> Instants.parse(text));
  }
}
