package dev.sluice.engine.logs;

import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogPage;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.port.LogReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// Reads several logs as one, newest line first: of the newest unread line of each, always the
/// newest. Keeps one line of each in memory, and those of the page.
public final class LogPages {
  /// How much one call reads before it answers with what it has found: some tens of milliseconds.
  private static final long MOST_READ = 8L << 20;

  private LogPages() {}

  /// @param from where an earlier page ended; empty for the newest lines
  public static LogPage read(List<LogSource> sources, LogQuery query, Optional<LogCursor> from) {
    var positions = new HashMap<String, Long>();
    for (var source : sources) {
      // One that the cursor does not name is younger than all that is looked for, or was read to
      // its beginning.
      long position =
          from.map(cursor -> cursor.positions().getOrDefault(source.key(), 0L))
              .orElseGet(() -> source.reader().end());
      positions.put(source.key(), position);
    }
    return read(sources, query, positions);
  }

  static LogPage read(List<LogSource> sources, LogQuery query, Map<String, Long> positions) {
    var filter = new LineFilter(query);
    var heads = heads(sources, query, positions, filter);
    var lines = new ArrayList<LogLine>();
    long read = 0;
    while (!heads.isEmpty() && lines.size() < query.limit() && read < MOST_READ) {
      var head = heads.poll();
      read += head.line.end() - head.line.start();
      if (filter.accepts(head.line)) {
        lines.add(head.source.read().apply(head.line));
      }
      head.next(filter).ifPresent(heads::add);
    }
    return new LogPage(lines, next(heads));
  }

  private static PriorityQueue<Head> heads(
      List<LogSource> sources, LogQuery query, Map<String, Long> positions, LineFilter filter) {
    var heads = new PriorityQueue<>(Head.NEWEST_FIRST);
    for (var source : sources) {
      long position = positions.getOrDefault(source.key(), 0L);
      long start =
          query
              .until()
              .map(end -> Math.min(position, source.reader().writtenBefore(end)))
              .orElse(position);
      Head.at(source, start, filter).ifPresent(heads::add);
    }
    return heads;
  }

  private static Optional<String> next(PriorityQueue<Head> heads) {
    if (heads.isEmpty()) {
      return Optional.empty();
    }
    var positions = new HashMap<String, Long>();
    heads.forEach(head -> positions.put(head.source.key(), head.line.end()));
    return Optional.of(new LogCursor(LogCursor.Kind.BACK, positions).text());
  }

  /// The newest unread line of a log.
  private record Head(LogSource source, LogReader.Line line) {
    /// Lines of one moment come log by log.
    private static final Comparator<Head> NEWEST_FIRST =
        Comparator.comparing((Head head) -> head.line.latest())
            .thenComparing(head -> head.source.key())
            .reversed();

    static Optional<Head> at(LogSource source, long position, LineFilter filter) {
      return source
          .reader()
          .before(position)
          .filter(line -> !filter.isTooOld(line))
          .map(line -> new Head(source, line));
    }

    Optional<Head> next(LineFilter filter) {
      return at(source, line.start(), filter);
    }
  }
}
