package dev.sluice.console.metrics;

import dev.sluice.console.widgets.VersionPalette;
import dev.sluice.console.widgets.chart.ChartLine;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.MetricSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/// What was measured of versions, as lines: one for each version, or for a single version one for
/// each percentile.
final class ChartLines {
  private ChartLines() {}

  static List<ChartLine> of(Measure measure, SortedMap<VersionName, MetricSeries> series) {
    var lines = new ArrayList<ChartLine>();
    series.forEach(
        (version, measured) ->
            lines.add(
                new ChartLine(
                    version.toString(),
                    String.format(Locale.ROOT, "%03d", version.number()),
                    VersionPalette.styleClass(version),
                    series.size() == 1 ? ChartLine.Dash.SOLID : dash(version),
                    measure.of(measured))));
    return lines;
  }

  /// Three percentiles of one version, told apart by their dashes.
  static List<ChartLine> percentiles(MetricSeries series) {
    return List.of(
        percentile("p99", Measure.P99, ChartLine.Dash.DOTTED, series),
        percentile("p95", Measure.P95, ChartLine.Dash.DASHED, series),
        percentile("p50", Measure.P50, ChartLine.Dash.SOLID, series));
  }

  private static ChartLine percentile(
      String name, Measure measure, ChartLine.Dash dash, MetricSeries series) {
    return new ChartLine(
        name, name, VersionPalette.styleClass(series.version()), dash, measure.of(series));
  }

  /// Neighbours in time differ also for who sees no colours.
  private static ChartLine.Dash dash(VersionName version) {
    return switch (version.number() % 3) {
      case 1 -> ChartLine.Dash.SOLID;
      case 2 -> ChartLine.Dash.DASHED;
      default -> ChartLine.Dash.DOTTED;
    };
  }
}
