package dev.sluice.console.metrics;

import dev.sluice.console.widgets.Figures;
import dev.sluice.console.widgets.chart.ChartPoint;
import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.MetricSeries;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// One figure that is measured of a version, over time.
@SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
enum Measure {
  REQUESTS(10, point -> point.traffic().perSecond(point.traffic().requests())),
  ERRORS(1, point -> point.traffic().perSecond(point.traffic().errors())),
  P50(10, point -> point.traffic().latency().map(Latency::p50)),
  P95(10, point -> point.traffic().latency().map(Latency::p95)),
  P99(10, point -> point.traffic().latency().map(Latency::p99)),
  IN_FLIGHT(4, point -> point.use().inFlight().map(Integer::doubleValue)),
  CPU(10, point -> point.use().cpuPercent()),
  MEMORY(64, point -> point.use().memoryMiB().map(Integer::doubleValue));

  private final double leastTop;
  private final Function<MetricPoint, Optional<Double>> value;

  Measure(double leastTop, Function<MetricPoint, Optional<Double>> value) {
    this.leastTop = leastTop;
    this.value = value;
  }

  /// A scale that ends lower would blow noise up.
  double leastTop() {
    return leastTop;
  }

  /// Where it was measured; no point where it was not.
  List<ChartPoint> of(MetricSeries series) {
    return series.points().stream().flatMap(this::point).toList();
  }

  private Stream<ChartPoint> point(MetricPoint point) {
    return value.apply(point).map(v -> new ChartPoint(point.at(), v)).stream();
  }

  String words(double value) {
    return switch (this) {
      case REQUESTS, ERRORS, IN_FLIGHT -> Figures.brief(value);
      case P50, P95, P99 ->
          value >= 10_000 ? Figures.brief(value / 1_000) + " s" : Figures.brief(value) + " ms";
      case CPU -> Figures.brief(value) + " %";
      case MEMORY -> Figures.brief(value) + " MiB";
    };
  }
}
