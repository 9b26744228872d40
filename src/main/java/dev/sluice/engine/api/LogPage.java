package dev.sluice.engine.api;

import java.util.List;
import java.util.Optional;

/// Lines of a log, newest first.
///
/// @param nextCursor where older lines are looked for next; empty when there are none. It stays
///   right while lines are written and the oldest are dropped: no line comes twice, and none that
///   is still kept is left out
public record LogPage(List<LogLine> lines, Optional<String> nextCursor) {
  public LogPage {
    lines = List.copyOf(lines);
  }
}
