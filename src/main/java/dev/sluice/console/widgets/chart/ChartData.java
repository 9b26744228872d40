package dev.sluice.console.widgets.chart;

import java.time.Instant;
import java.util.List;

/// Everything a chart shows at one moment.
///
/// @param from left edge
/// @param until right edge, after `from`
public record ChartData(Instant from, Instant until, List<ChartLine> lines) {
  public ChartData {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(from + " is not before " + until);
    }
    lines = List.copyOf(lines);
  }
}
