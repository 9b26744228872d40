package dev.sluice.engine.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.logs.LogCursor.Kind;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCursorTest {
  @Test
  @DisplayName("R70 a cursor for hundreds of logs is short enough for a URL, and is read back")
  void readBack() {
    var random = new Random(7);
    var positions = new TreeMap<String, Long>();
    for (int i = 0; i < 500; i++) {
      positions.put("shop-%03d-i%d".formatted(i % 10 + 1, i), random.nextLong(50L << 20));
    }
    var cursor = new LogCursor(Kind.BACK, positions);

    String text = cursor.text();

    assertTrue(text.matches("[A-Za-z0-9_-]{1,8000}"), () -> "length " + text.length());
    assertEquals(Optional.of(cursor), LogCursor.read(Kind.BACK, text));
    assertEquals(Optional.empty(), LogCursor.read(Kind.ON, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BACK\nshop-001-i1 -1",
        "BACK\nshop-001-i1 99999999999999999999",
        "BACK\n../../etc/passwd 1",
        "BACK\nshop-001-i1",
        "BACK\n",
        "BACK \nshop-001-i1 1",
        "back",
        ""
      })
  @DisplayName("R70 what is no cursor of ours is not read")
  void notOurs(String inside) {
    assertEquals(Optional.empty(), LogCursor.read(Kind.BACK, packed(inside)));
  }

  @Test
  @DisplayName("R70 a cursor that would unpack to very much is not read")
  void bomb() {
    assertEquals(
        Optional.of(new LogCursor(Kind.BACK, Map.of("a", 1L))),
        LogCursor.read(Kind.BACK, packed("BACK\na 1")));
    var lines = new StringBuilder("BACK");
    for (int i = 0; i < 60_000; i++) {
      lines.append("\na 1");
    }
    assertTrue(packed(lines.toString()).length() < 12_000);
    assertEquals(
        Optional.of(new LogCursor(Kind.BACK, Map.of("a", 1L))),
        LogCursor.read(Kind.BACK, packed(lines.toString())));
    assertEquals(Optional.empty(), LogCursor.read(Kind.BACK, packed(lines.toString().repeat(2))));
  }

  @Test
  @DisplayName("R70 no text, whatever it is, makes reading a cursor fail")
  void noise() {
    var random = new Random(11);
    String good = new LogCursor(Kind.BACK, Map.of("shop-001-i1", 4711L)).text();
    for (int i = 0; i < 20_000; i++) {
      var changed = new StringBuilder(good);
      changed.setCharAt(random.nextInt(good.length()), (char) (32 + random.nextInt(300)));
      changed.setLength(random.nextInt(good.length() + 1));
      var _ = LogCursor.read(Kind.BACK, changed.toString());
    }
  }

  private static String packed(String text) {
    var out = new java.io.ByteArrayOutputStream();
    var deflater = new java.util.zip.Deflater(9, true);
    try (var packing = new java.util.zip.DeflaterOutputStream(out, deflater)) {
      packing.write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
  }
}
