package dev.sluice.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {

  @ParameterizedTest
  @DisplayName("a duration is told in its two largest units, and none is less than nothing")
  @CsvSource({
    "PT-5S, 0 s",
    "PT59.9S, 59 s",
    "PT65S, 1 min 5 s",
    "PT59M59S, 59 min 59 s",
    "PT1H, 1 h 0 min",
    "PT23H59M59S, 23 h 59 min",
    "PT49H46M, 2 d 1 h"
  })
  void lasting(Duration duration, String expected) {
    var moments =
        new Moments(
            new Texts(Language.ENGLISH), InstantSource.fixed(Instant.EPOCH), ZoneOffset.UTC);
    assertEquals(expected, moments.lasting(duration));
  }
}
