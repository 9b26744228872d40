package dev.sluice.engine.api;

import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.Optional;

/// What was measured of a version. What is not known is absent, never invented.
///
/// @param at end of the window
/// @param windowSeconds over which the rates are taken
/// @param requestsPerSecond through the gateway
/// @param errorsPerSecond of those, answers with 5xx
/// @param sharePercent of the service's requests in the window; absent when it had none
/// @param inFlight now
/// @param cpuPercent of one core, summed over instances
/// @param memoryMiB summed over instances
public record VersionMetrics(
    VersionName version,
    Instant at,
    int windowSeconds,
    double requestsPerSecond,
    double errorsPerSecond,
    Optional<Double> sharePercent,
    int inFlight,
    Optional<Double> cpuPercent,
    Optional<Integer> memoryMiB) {}
