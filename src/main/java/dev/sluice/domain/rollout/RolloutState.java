package dev.sluice.domain.rollout;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is being done with a version. Each state carries just what it needs, so that a restarted
/// engine goes on from what it finds in the store.
public sealed interface RolloutState {

  /// The configuration that the version has as of now; a new version's first one while it is
  /// created.
  Spec current();

  /// The configuration that instances of a revision were started with. For one that no state knows
  /// any more (only after a return that failed), the present one.
  default Spec specOf(Revision revision) {
    return switch (this) {
      case Rolling rolling when revision.equals(rolling.target().revision()) -> rolling.target();
      case Returning returning when revision.equals(returning.abandoned().revision()) ->
          returning.abandoned();
      case RolloutState state -> new Spec(revision, state.current().configuration());
    };
  }

  /// Every configuration that this state still needs.
  default List<Configuration> configurations() {
    return switch (this) {
      case Rolling rolling ->
          List.of(rolling.current().configuration(), rolling.target().configuration());
      case Returning returning ->
          List.of(returning.current().configuration(), returning.abandoned().configuration());
      case Steady _,
          Creating _,
          Abandoning _,
          Tending _,
          Freezing _,
          Frozen _,
          Thawing _,
          Deleting _,
          Broken _ ->
          List.of(current().configuration());
    };
  }

  /// The operation that is running, if any.
  default Optional<OperationId> operation() {
    return switch (this) {
      case Steady _, Broken _, Frozen _ -> Optional.empty();
      case Creating creating -> Optional.of(creating.id());
      case Abandoning abandoning -> Optional.of(abandoning.id());
      case Rolling rolling -> Optional.of(rolling.id());
      case Returning returning -> Optional.of(returning.id());
      case Tending tending -> Optional.of(tending.id());
      case Freezing freezing -> Optional.of(freezing.id());
      case Thawing thawing -> Optional.of(thawing.id());
      case Deleting deleting -> Optional.of(deleting.id());
    };
  }

  /// Nothing is being changed: instances are kept at the wanted count and restarted when they exit.
  record Steady(Spec current) implements RolloutState {}

  /// The first deployment of a new version.
  ///
  /// @param takesTraffic whether it gets all traffic once every instance is ready (R8, R9)
  /// @param prepared whether the artifact is in place, so that instances can be started
  record Creating(
      OperationId id,
      Spec current,
      boolean takesTraffic,
      boolean prepared,
      Instant deadline,
      boolean paused)
      implements RolloutState {}

  /// A deployment with nothing to go back to has failed: its instances are being stopped, after
  /// which the version is `end`.
  ///
  /// @param failure of this operation
  /// @param cancelled because somebody asked for it
  /// @param deadline by which it is over even if an instance cannot be ended
  record Abandoning(
      OperationId id, Broken end, Failure failure, boolean cancelled, Instant deadline)
      implements RolloutState {
    @Override
    public Spec current() {
      return end.current();
    }
  }

  /// From one configuration to another (R37): a redeploy, a rollback or a restart.
  ///
  /// @param current what is left; goes on being the version's configuration until the end (R36)
  /// @param target what is to come
  /// @param before what the version could do when the operation began
  /// @param origin the error state the version was in, when it has nothing that runs to go back to
  record Rolling(
      OperationId id,
      Spec current,
      Spec target,
      boolean prepared,
      Instant deadline,
      boolean paused,
      Capacity before,
      Optional<Broken> origin)
      implements RolloutState {}

  /// The automatic return: back from `abandoned` to `current`, once, never further (R39).
  ///
  /// @param failure what made it necessary; the first one
  /// @param cancelled because somebody asked for it (R44)
  record Returning(
      OperationId id,
      Spec current,
      Spec abandoned,
      Failure failure,
      boolean cancelled,
      Instant deadline,
      Capacity before)
      implements RolloutState {}

  /// One instance is being taken out by the operator (R67); the others go on.
  ///
  /// @param replaced whether another one is ready before it leaves
  record Tending(
      OperationId id, Spec current, InstanceId instance, boolean replaced, Instant deadline)
      implements RolloutState {}

  /// All instances are being stopped, after which the version is [Frozen] (R5).
  ///
  /// @param wanted how many there were to be
  /// @param deadline by which it is over even if an instance cannot be ended
  record Freezing(OperationId id, Spec current, int wanted, Instant deadline)
      implements RolloutState {}

  /// Nothing runs until the service is unfrozen (R5); everything else is kept.
  ///
  /// @param wanted how many instances come back
  record Frozen(Spec current, int wanted) implements RolloutState {}

  /// The instances of a frozen version are coming back. If not all of them do in time, the
  /// operation fails, and those that are missing go on being started as ever (R61).
  record Thawing(OperationId id, Spec current, Instant deadline) implements RolloutState {}

  /// All instances are being stopped, after which the version is gone.
  ///
  /// @param deadline by which it has failed if an instance cannot be ended
  record Deleting(OperationId id, Spec current, Instant deadline) implements RolloutState {}

  /// A version that never served, whose return failed, or that could not be deleted. Whatever of it
  /// is healthy keeps serving.
  record Broken(Spec current, Kind kind, Failure failure) implements RolloutState {
    /// Which error state it is.
    public enum Kind {
      BUILD_FAILED,
      DEPLOY_FAILED,
      ROLLBACK_FAILED
    }
  }

  /// What a version had before an operation, so that the operation can keep it and return to it.
  ///
  /// @param ready instances in rotation
  /// @param wanted instances that should have been
  record Capacity(int ready, int wanted) {}
}
