package dev.sluice.engine.logs;

import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.port.LogReader;
import java.util.Locale;

/// Which lines a query is for.
final class LineFilter {
  private final LogQuery query;
  private final String text;

  LineFilter(LogQuery query) {
    this.query = query;
    this.text = folded(query.text());
  }

  boolean accepts(LogReader.Line line) {
    return !isTooOld(line)
        && query.until().filter(end -> !line.earliest().isBefore(end)).isEmpty()
        && (text.isEmpty() || folded(line.text()).contains(text));
  }

  /// Neither the line nor any older one of its log.
  boolean isTooOld(LogReader.Line line) {
    return query.since().filter(first -> line.latest().isBefore(first)).isPresent();
  }

  /// By way of upper case, so that letters meet that share only that, as σ and ς.
  private static String folded(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
