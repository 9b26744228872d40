package dev.sluice.engine.logs;

import dev.sluice.engine.port.LogReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The log of an instance that is played: lines in memory, a position is the number of a line.
public final class ListedLog {
  private final List<LogReader.Line> lines = new ArrayList<>();
  private long dropped;

  public synchronized void write(Instant at, String text) {
    write(at, at, text);
  }

  /// A line written at some time between two.
  public synchronized void write(Instant earliest, Instant latest, String text) {
    lines.add(new LogReader.Line(lines.size(), lines.size() + 1L, true, earliest, latest, text));
  }

  /// A line before `number` is not kept any more.
  public synchronized void drop(long number) {
    dropped = number;
  }

  private synchronized Optional<LogReader.Line> line(long number) {
    return number < dropped || number >= lines.size()
        ? Optional.empty()
        : Optional.of(lines.get((int) number));
  }

  public synchronized LogReader reader() {
    int end = lines.size();
    return new LogReader() {
      @Override
      public long end() {
        return end;
      }

      @Override
      public Optional<Line> before(long position) {
        return line(Math.min(position, end) - 1);
      }

      @Override
      public Optional<Line> after(long position) {
        return position >= end ? Optional.empty() : line(Math.max(position, dropped()));
      }

      @Override
      public long writtenBefore(Instant moment) {
        return end;
      }
    };
  }

  private synchronized long dropped() {
    return dropped;
  }
}
