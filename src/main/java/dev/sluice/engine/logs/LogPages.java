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
  /// How much one call reads before it answers with what it has found: about a tenth of a second.
  private static final long MOST_READ = 8L << 20;

  private final LogQuery query;
  private final LineFilter filter;

  /// Where the lines that were read begin, by log.
  private final Map<String, Long> reached = new HashMap<>();

  private final PriorityQueue<Head> heads = new PriorityQueue<>(Head.NEWEST_FIRST);

  private LogPages(LogQuery query) {
    this.query = query;
    this.filter = new LineFilter(query);
  }

  /// @param from where an earlier page ended; empty for the newest lines
  public static LogPage read(List<LogSource> sources, LogQuery query, Optional<LogCursor> from) {
    var pages = new LogPages(query);
    for (var source : sources) {
      // One that the cursor does not name is younger than all that is looked for, or was read to
      // its beginning.
      long position =
          from.map(cursor -> cursor.positions().getOrDefault(source.key(), 0L))
              .orElseGet(() -> source.reader().end());
      pages.begin(source, position);
    }
    return new LogPage(pages.readOn(), pages.cursor());
  }

  /// Where the lines of a page begin that ends at `positions`.
  static Map<String, Long> beginning(
      List<LogSource> sources, LogQuery query, Map<String, Long> positions) {
    var pages = new LogPages(query);
    sources.forEach(source -> pages.begin(source, positions.getOrDefault(source.key(), 0L)));
    var _ = pages.readOn();
    return pages.reached;
  }

  private void begin(LogSource source, long position) {
    long start =
        query
            .until()
            .map(end -> Math.min(position, source.reader().writtenBefore(end)))
            .orElse(position);
    reached.put(source.key(), start);
    takeHead(source, start);
  }

  private void takeHead(LogSource source, long position) {
    source
        .reader()
        .before(position)
        .filter(line -> !filter.isTooOld(line))
        .ifPresent(line -> heads.add(new Head(source, line)));
  }

  private List<LogLine> readOn() {
    var lines = new ArrayList<LogLine>();
    long read = 0;
    while (lines.size() < query.limit() && read < MOST_READ) {
      var head = heads.poll();
      if (head == null) {
        break;
      }
      var line = head.line;
      read += line.end() - line.start();
      if (filter.accepts(line)) {
        lines.add(head.source.read().apply(line));
      }
      reached.put(head.source.key(), line.start());
      takeHead(head.source, line.start());
    }
    return lines;
  }

  private Optional<String> cursor() {
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
  }
}
