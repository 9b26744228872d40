package dev.sluice.engine.api;

import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.List;

/// What was measured of a version, second by second.
///
/// @param until end of the window, whether or not something was measured then
/// @param points oldest first. A second in which nothing could be measured has none: the gateway
///   did not answer, the engine was not running, or it is longer ago than is remembered. A second
///   in which there was no request has one, with 0
public record MetricSeries(
    VersionName version, Instant until, int windowSeconds, List<MetricPoint> points) {
  public MetricSeries {
    points = List.copyOf(points);
  }
}
