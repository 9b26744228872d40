package dev.sluice.domain.rollout;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.OperationId;
import java.util.Optional;

/// How an operation on a version ended.
public sealed interface Outcome {
  OperationId id();

  /// Every instance of a new version is ready.
  ///
  /// @param takesTraffic whether it now gets all traffic (R9)
  record Created(OperationId id, boolean takesTraffic) implements Outcome {}

  /// Every instance is ready on the new configuration (R38).
  ///
  /// @param replaced what the version had before; becomes a snapshot (R47)
  record Replaced(OperationId id, Spec replaced) implements Outcome {}

  /// Nothing of it is left: everything is as before (R39), or a new version is in an error state.
  ///
  /// @param nothingBefore there was nothing that ran to go back to
  record Undone(OperationId id, Failure failure, boolean cancelled, boolean nothingBefore)
      implements Outcome {}

  /// The return failed as well.
  ///
  /// @param failure of the return
  record ReturnFailed(OperationId id, Failure failure) implements Outcome {}

  /// One instance was taken out (R67).
  ///
  /// @param failure set when the one that was to take its place was not ready in time
  record Tended(OperationId id, Optional<Failure> failure) implements Outcome {}

  /// Nothing of it runs any more (R5).
  ///
  /// @param failure set when not all of it could be ended in time
  record Frozen(OperationId id, Optional<Failure> failure) implements Outcome {}

  /// Its instances run again.
  ///
  /// @param failure set when not all of them were ready in time
  record Thawed(OperationId id, Optional<Failure> failure) implements Outcome {}

  /// The version is gone.
  record Deleted(OperationId id) implements Outcome {}

  /// The version is still there, because not all of it could be ended in time.
  record NotDeleted(OperationId id, Failure failure) implements Outcome {}
}
