package dev.sluice.domain.rollout;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import java.time.Instant;
import java.util.Optional;

/// One running copy of a version, as the engine last committed it.
///
/// @param revision of the configuration it was started with
/// @param handle set once the platform has started it
/// @param endpoint where it listens, set together with `handle`
/// @param startedAt when its present run was begun
/// @param restarts how often it was started again after it had exited (R61)
/// @param failures exits in a row that count for the back-off
/// @param readySince set while it is [Phase#READY]
/// @param retryAt when it will be started again, while it is [Phase#BACKING_OFF]
/// @param exit how its last run ended
public record Instance(
    InstanceId id,
    Revision revision,
    Phase phase,
    Optional<Handle> handle,
    Optional<Endpoint> endpoint,
    Instant startedAt,
    int restarts,
    int failures,
    Optional<Instant> readySince,
    Optional<Instant> retryAt,
    Optional<String> exit) {

  /// Where an instance is in its life.
  public enum Phase {
    /// to be started; not known to run yet
    STARTING,
    /// runs; not ready yet, or no longer
    PROBING,
    /// in rotation
    READY,
    /// out of rotation, finishing what is in flight
    DRAINING,
    /// told to end
    STOPPING,
    /// ended as told
    STOPPED,
    /// ended by itself, or never became ready; kept for its log until the operation is over
    FAILED,
    /// ended by itself; will be started again (R61)
    BACKING_OFF
  }

  /// An instance that is about to be started for the first time.
  public static Instance starting(InstanceId id, Revision revision, Instant now) {
    return new Instance(
        id,
        revision,
        Phase.STARTING,
        Optional.empty(),
        Optional.empty(),
        now,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Instance started(Handle newHandle, Endpoint newEndpoint) {
    return new Instance(
        id,
        revision,
        Phase.PROBING,
        Optional.of(newHandle),
        Optional.of(newEndpoint),
        startedAt,
        restarts,
        failures,
        Optional.empty(),
        Optional.empty(),
        exit);
  }

  public Instance ready(Instant now) {
    return new Instance(
        id,
        revision,
        Phase.READY,
        handle,
        endpoint,
        startedAt,
        restarts,
        failures,
        Optional.of(now),
        Optional.empty(),
        exit);
  }

  /// The same phase with what the platform calls it.
  public Instance known(Handle newHandle, Endpoint newEndpoint) {
    return new Instance(
        id,
        revision,
        phase,
        Optional.of(newHandle),
        Optional.of(newEndpoint),
        startedAt,
        restarts,
        failures,
        readySince,
        retryAt,
        exit);
  }

  /// Ended and cleaned up; kept for show until the operation is over.
  public Instance stopped() {
    return in(Phase.STOPPED);
  }

  /// Runs but is out of rotation until its probe succeeds again.
  public Instance unready() {
    return in(Phase.PROBING);
  }

  public Instance draining() {
    return in(Phase.DRAINING);
  }

  public Instance failed(String how) {
    return new Instance(
        id,
        revision,
        Phase.FAILED,
        handle,
        endpoint,
        startedAt,
        restarts,
        failures,
        Optional.empty(),
        Optional.empty(),
        Optional.of(how));
  }

  /// @param newFailures exits in a row, this one counted
  public Instance backingOff(Instant until, int newFailures, String how) {
    return new Instance(
        id,
        revision,
        Phase.BACKING_OFF,
        Optional.empty(),
        Optional.empty(),
        startedAt,
        restarts,
        newFailures,
        Optional.empty(),
        Optional.of(until),
        Optional.of(how));
  }

  /// The next run of the same instance, after its back-off.
  public Instance restarting(Instant now) {
    return new Instance(
        id,
        revision,
        Phase.STARTING,
        Optional.empty(),
        Optional.empty(),
        now,
        restarts + 1,
        failures,
        Optional.empty(),
        Optional.empty(),
        exit);
  }

  private Instance in(Phase changed) {
    return new Instance(
        id,
        revision,
        changed,
        handle,
        endpoint,
        startedAt,
        restarts,
        failures,
        Optional.empty(),
        Optional.empty(),
        exit);
  }
}
