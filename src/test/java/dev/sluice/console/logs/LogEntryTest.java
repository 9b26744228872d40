package dev.sluice.console.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.LogLine;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEntryTest {
  private static final VersionName SHOP_2 = new VersionName(new ServiceName("shop"), 2);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");

  private final Moments moments =
      new Moments(new Texts(Language.ENGLISH), InstantSource.fixed(NOON), ZoneOffset.UTC);

  private LogEntry entry(LogEntry.Writer writer, Optional<Instant> at, String text) {
    var line =
        new LogLine(
            at,
            Optional.of(new InstanceId("shop-002-i4")),
            Optional.of(SHOP_2),
            Optional.empty(),
            text);
    return LogEntry.of(1, line, writer, moments);
  }

  @ParameterizedTest
  @DisplayName("a line names its instance no longer than it takes to tell it from the others")
  @CsvSource({
    "NOBODY, 12:00:00.250  hello",
    "INSTANCE, 12:00:00.250  i4  hello",
    "VERSION_AND_INSTANCE, 12:00:00.250  002-i4  hello"
  })
  void prefix(LogEntry.Writer writer, String expected) {
    var entry = entry(writer, Optional.of(NOON), "hello");
    assertEquals(expected, entry.text());
    assertEquals("hello", entry.text().substring(entry.messageStart()));
  }

  @Test
  @DisplayName("a line without a time stands in line with the others")
  void noTime() {
    var with = entry(LogEntry.Writer.NOBODY, Optional.of(NOON), "hello");
    var without = entry(LogEntry.Writer.NOBODY, Optional.empty(), "hello");
    assertEquals(with.messageStart(), without.messageStart());
  }

  @Test
  @DisplayName("nothing that a terminal would obey, or that turns text around, is shown")
  void clean() {
    assertEquals("red plain", LogEntry.clean("\u001b[31;1mred\u001b[0m plain"));
    assertEquals("title", LogEntry.clean("\u001b]0;owned\u0007title"));
    assertEquals("abc", LogEntry.clean("a\u0000b\rc\b\u202e"));
    assertEquals("    at x", LogEntry.clean("\tat x"));
    assertEquals("end", LogEntry.clean("end\u001b"));
  }

  @ParameterizedTest
  @DisplayName("a line is as serious as the level near its beginning says")
  @CsvSource({
    "'2026-03-01 12:00:00 ERROR [main] no connection', ERROR",
    "'error: cannot start', ERROR",
    "'[FATAL] out of memory', ERROR",
    "'level=WARN msg=slow', WARNING",
    "'WARNING: deprecated', WARNING",
    "'INFO started', INFO",
    "'12:00 DEBUG cache hit', DEBUG",
    "'\tat com.example.Shop.buy(Shop.java:12)', ERROR",
    "'Caused by: java.io.IOException: gone', ERROR",
    "'0 errors in 3 requests', PLAIN",
    "'the ERRORS of others', PLAIN",
    "'WARNINGS off', PLAIN",
    "'', PLAIN"
  })
  void levels(String text, LogLevel expected) {
    assertEquals(expected, LogLevel.of(text));
  }

  @Test
  @DisplayName("a level far into the text is part of a sentence")
  void farLevel() {
    assertEquals(LogLevel.PLAIN, LogLevel.of("x".repeat(90) + " ERROR"));
  }
}
