package dev.sluice.engine.api;

import dev.sluice.domain.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a list of services shows of one: all its versions together.
///
/// @param traffic over the last 10 s
/// @param history requests a second over the last minute, oldest first, in [#STEPS] steps of
///   [#STEP_SECONDS]; a step in which nothing was measured is empty
public record ServiceMetrics(
    ServiceName service, Instant at, TrafficFigures traffic, List<Optional<Double>> history) {
  public static final int STEPS = 30;
  public static final int STEP_SECONDS = 2;

  public ServiceMetrics {
    history = List.copyOf(history);
  }

  public Optional<Double> requestsPerSecond() {
    return traffic.perSecond(traffic.requests());
  }

  /// Answers with 5xx among all; absent without requests.
  public Optional<Double> errorPercent() {
    return traffic.errorPercent();
  }

  /// Absent without requests.
  public Optional<Latency> latency() {
    return traffic.latency();
  }
}
