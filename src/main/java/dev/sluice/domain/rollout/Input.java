package dev.sluice.domain.rollout;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;

/// Something the planner is to take into account: a command of an operator or an observation of the
/// platform.
public sealed interface Input {

  /// A command; legal only in the states that [RolloutPlanner#accepts] names.
  sealed interface Command extends Input {}

  /// Redeploy, roll back or restart: replace every instance by one of `target`.
  record Replace(OperationId id, Configuration target) implements Command {}

  record Pause() implements Command {}

  record Resume() implements Command {}

  record Cancel() implements Command {}

  record Delete(OperationId id) implements Command {}

  /// Take one instance out (R67).
  ///
  /// @param replaced by another one, which is ready before it leaves; else there is one fewer
  record Tend(OperationId id, InstanceId instance, boolean replaced) implements Command {}

  /// Stop all instances until [Thaw] (R5).
  record Freeze(OperationId id) implements Command {}

  record Thaw(OperationId id) implements Command {}

  /// Load asks for another count; taken while the version is steady or rolling (R41, R63).
  record Scale(int wanted) implements Command {}

  /// A request waits for a version that has no instance (R64).
  record Rouse() implements Command {}

  /// Something seen.
  sealed interface Observation extends Input {}

  /// The artifact of this revision is in place.
  record Prepared(Revision revision) implements Observation {}

  /// @param message for an operator
  record PrepareFailed(Revision revision, String message) implements Observation {}

  record Started(InstanceId instance, int run, Handle handle, Endpoint endpoint)
      implements Observation {}

  record Ready(InstanceId instance, int run) implements Observation {}

  record Unready(InstanceId instance, int run) implements Observation {}

  /// @param how for an operator
  record Exited(InstanceId instance, int run, String how) implements Observation {}

  /// What [Effect.Stop] asked for is done.
  record Stopped(InstanceId instance) implements Observation {}

  /// Time has passed.
  record Tick() implements Observation {}

  /// The engine was restarted: every effect that may not have been carried out is asked for again.
  record Recover() implements Observation {}
}
