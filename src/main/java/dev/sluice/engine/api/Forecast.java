package dev.sluice.engine.api;

import dev.sluice.domain.history.DiffEntry;
import java.util.List;
import java.util.Optional;

/// What a redeploy or rollback will do, before it is started. What cannot be known is absent.
///
/// @param entries the configuration now against the one that would be deployed
/// @param checks whether it can work at all (R57)
/// @param instances how many will be replaced
/// @param peakInstances the most that run at one time
/// @param leastReady the fewest ready ones at any time, if nothing fails
/// @param expectedSeconds how long old and new answer side by side, from this version's last
///   successful redeploy
/// @param sideBySideRequests about how many requests that is at the present rate
/// @param scaleOutTo instances that the present load would need while the roll runs (R41)
public record Forecast(
    List<DiffEntry> entries,
    List<Check> checks,
    int instances,
    int peakInstances,
    int leastReady,
    Optional<Long> expectedSeconds,
    Optional<Long> sideBySideRequests,
    Optional<Integer> scaleOutTo) {
  public Forecast {
    entries = List.copyOf(entries);
    checks = List.copyOf(checks);
  }

  /// One pre-flight check.
  ///
  /// @param code stable key: `configuration`, `artifact`, `free`
  /// @param message one plain sentence
  public record Check(String code, boolean passed, String message) {}
}
