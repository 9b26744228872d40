package dev.sluice.console.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogBufferTest {
  private static LogEntry entry(long number, String text) {
    return new LogEntry(number, Optional.empty(), Optional.empty(), text, 0, LogLevel.PLAIN);
  }

  private static List<LogEntry> entries(long from, long to) {
    return LongStream.range(from, to).mapToObj(n -> entry(n, "line " + n)).toList();
  }

  private static List<Long> numbers(List<LogEntry> entries) {
    return entries.stream().map(LogEntry::number).toList();
  }

  @Test
  @DisplayName("the oldest lines are dropped when there are too many, also of those just added")
  void tooMany() {
    var buffer = new LogBuffer(3, 1_000);
    assertEquals(0, buffer.append(entries(0, 2)).dropped());

    var change = buffer.append(entries(2, 5));
    assertEquals(2, change.dropped());
    assertEquals(List.of(2L, 3L, 4L), numbers(change.added()));

    var flood = buffer.append(entries(5, 10));
    assertEquals(3, flood.dropped());
    assertEquals(List.of(7L, 8L, 9L), numbers(flood.added()));
    assertEquals(List.of(7L, 8L, 9L), numbers(buffer.shown()));
  }

  @Test
  @DisplayName("long lines count by their length; the newest is kept however long it is")
  void tooLong() {
    var buffer = new LogBuffer(1_000, 10);
    buffer.append(List.of(entry(0, "1234567"), entry(1, "12345")));
    assertEquals(List.of(1L), numbers(buffer.shown()));
    buffer.append(List.of(entry(2, "x".repeat(100))));
    assertEquals(List.of(2L), numbers(buffer.shown()));
    assertTrue(buffer.isFull());
  }

  @Test
  @DisplayName(
      "a filter shows some of what is held, and of what comes, and rows are found by number")
  void filter() {
    var buffer = new LogBuffer(6, 1_000);
    buffer.append(entries(0, 4));
    buffer.filter(entry -> entry.number() % 2 == 0);
    assertEquals(List.of(0L, 2L), numbers(buffer.shown()));
    var change = buffer.append(entries(4, 8));
    assertEquals(List.of(4L, 6L), numbers(change.added()));
    assertEquals(1, change.dropped());
    assertEquals(1, buffer.rowOf(4));
    assertEquals(-1, buffer.rowOf(5));
    assertEquals(-1, buffer.rowOf(0));
    buffer.filter(_ -> true);
    assertEquals(6, buffer.shown().size());
  }

  @Test
  @DisplayName("older lines go to the beginning as far as there is room")
  void prepend() {
    var buffer = new LogBuffer(4, 1_000);
    buffer.append(entries(0, 2));
    assertEquals(List.of(-2L, -1L), numbers(buffer.prepend(entries(-5, 0))));
    assertEquals(List.of(-2L, -1L, 0L, 1L), numbers(buffer.shown()));
  }

  @Test
  @DisplayName("whatever comes and is filtered, what is told of the rows makes the rows")
  void changesAddUp() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var buffer = new LogBuffer(1 + random.nextInt(20), 200);
      int modulus = 1 + random.nextInt(3);
      buffer.filter(entry -> Math.floorMod(entry.number(), modulus) == 0);
      var rows = new ArrayList<LogEntry>();
      long number = 0;
      for (int step = 0; step < 20; step++) {
        int more = random.nextInt(12);
        var change = buffer.append(entries(number, number + more));
        number += more;
        rows.subList(0, change.dropped()).clear();
        rows.addAll(change.added());
        assertEquals(numbers(rows), numbers(buffer.shown()), "seed " + seed);
      }
    }
  }
}
