package dev.sluice.engine.api;

import java.util.Optional;

/// What a version's instances did at one moment. What is not known is absent.
///
/// @param inFlight requests
/// @param cpuPercent of one core, summed over instances
/// @param memoryMiB summed over instances
public record VersionUse(
    Optional<Integer> inFlight, Optional<Double> cpuPercent, Optional<Integer> memoryMiB) {
  public static final VersionUse UNKNOWN =
      new VersionUse(Optional.empty(), Optional.empty(), Optional.empty());
}
