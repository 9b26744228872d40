package dev.sluice.domain.rollout;

import java.time.Duration;
import java.time.Instant;

/// How long an instance that exited waits before it is started again (R61): 1 s, doubling to 60 s;
/// from 1 s again after it ran well for 10 minutes.
final class BackOff {
  static final Duration LONGEST = Duration.ofSeconds(60);
  static final Duration WELL = Duration.ofMinutes(10);

  private BackOff() {}

  /// @param failures exits in a row before this one
  static Duration delay(int failures) {
    long seconds = 1L << Math.min(failures, 6);
    return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
  }

  /// Exits in a row, this one not counted, of an instance that exits `now`.
  static int failuresBefore(Instance instance, Instant now) {
    boolean wasWell =
        instance.readySince().isPresent() && !instance.readySince().get().plus(WELL).isAfter(now);
    return wasWell ? 0 : instance.failures();
  }
}
