package dev.sluice.engine.api;

import dev.sluice.domain.service.VersionName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What was measured of a version. What is not known is absent, never invented.
///
/// @param at end of the window
/// @param windowSeconds over which was counted; `traffic` says how much of it was measured
/// @param sharePercent of the service's requests over the last 10 s, whatever the window; absent
///   when it had none
/// @param use now
public record VersionMetrics(
    VersionName version,
    Instant at,
    int windowSeconds,
    TrafficFigures traffic,
    Optional<Double> sharePercent,
    VersionUse use) {

  /// The window when none is asked for, and that of the share.
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /// No more than this is remembered.
  public static final Duration LONGEST_WINDOW = Duration.ofMinutes(15);

  public Optional<Double> requestsPerSecond() {
    return traffic.perSecond(traffic.requests());
  }

  /// Answers with 5xx.
  public Optional<Double> errorsPerSecond() {
    return traffic.perSecond(traffic.errors());
  }

  /// Answers with 4xx.
  public Optional<Double> clientErrorsPerSecond() {
    return traffic.perSecond(traffic.clientErrors());
  }

  public Optional<Double> bytesInPerSecond() {
    return traffic.perSecond(traffic.bytesIn());
  }

  public Optional<Double> bytesOutPerSecond() {
    return traffic.perSecond(traffic.bytesOut());
  }

  /// Absent without requests in the window.
  public Optional<Latency> latency() {
    return traffic.latency();
  }

  public Optional<Integer> inFlight() {
    return use.inFlight();
  }

  public Optional<Double> cpuPercent() {
    return use.cpuPercent();
  }

  public Optional<Integer> memoryMiB() {
    return use.memoryMiB();
  }
}
