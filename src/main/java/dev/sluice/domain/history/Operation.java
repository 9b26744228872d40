package dev.sluice.domain.history;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One acknowledged change and its record (R68).
///
/// @param by who started it
/// @param remark why, in that person's words; empty when they gave none
/// @param before what the change replaced, in a line, where that applies; of a redeploy or rollback
///   a line `path: value` for each field that differs, secrets masked
/// @param after what it put there, likewise
/// @param log last lines of the instance that failed first, oldest first (R39); else empty
/// @param endedAt set exactly when `state` is final
public record Operation(
    OperationId id,
    Kind kind,
    ServiceName service,
    Optional<VersionName> version,
    Optional<SnapshotId> snapshot,
    State state,
    Progress progress,
    List<Step> steps,
    Optional<Failure> problem,
    String by,
    String remark,
    Optional<String> before,
    Optional<String> after,
    List<String> log,
    Instant startedAt,
    Optional<Instant> endedAt) {
  public Operation {
    steps = List.copyOf(steps);
    log = List.copyOf(log);
  }

  /// What kind of change it is.
  public enum Kind {
    CREATE,
    REDEPLOY,
    ROLLBACK,
    TRAFFIC,
    SHIFT,
    FREEZE,
    UNFREEZE,
    RESTART,
    SCALE,
    DELETE
  }

  /// How far it is.
  public enum State {
    PENDING,
    RUNNING,
    PAUSED,
    SUCCEEDED,
    FAILED,
    /// a redeploy or rollback that failed and was undone completely (R39)
    ROLLED_BACK,
    /// undoing failed as well; whatever is healthy keeps serving
    ROLLBACK_FAILED,
    /// undone because somebody asked for it (R44)
    CANCELLED;

    /// Whether nothing more will happen.
    public boolean isFinal() {
      return switch (this) {
        case PENDING, RUNNING, PAUSED -> false;
        case SUCCEEDED, FAILED, ROLLED_BACK, ROLLBACK_FAILED, CANCELLED -> true;
      };
    }
  }

  /// How much of it is done.
  ///
  /// @param done parts finished, at most `total`
  public record Progress(int done, int total) {
    public static final Progress NONE = new Progress(0, 0);
  }

  /// One part of an operation.
  ///
  /// @param name a stable word, and after a space the instance it is about, for example `prepare`,
  ///   `start shop-001-i4`, `stop shop-001-i1`, `return`, `traffic`
  public record Step(
      String name,
      StepState state,
      Instant startedAt,
      Optional<Instant> endedAt,
      Optional<String> message) {}

  /// How far a step is.
  public enum StepState {
    RUNNING,
    DONE,
    FAILED
  }
}
