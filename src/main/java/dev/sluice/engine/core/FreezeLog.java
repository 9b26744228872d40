package dev.sluice.engine.core;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Failures;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.Progress;
import dev.sluice.domain.history.Operation.State;
import dev.sluice.domain.history.Operation.Step;
import dev.sluice.domain.history.Operation.StepState;
import dev.sluice.domain.rollout.Outcome;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the record of freezing or unfreezing a service (R5): one step for each version that takes
/// part, and over once all of them are. Pure.
final class FreezeLog {
  private FreezeLog() {}

  static boolean isFor(Operation operation) {
    return switch (operation.kind()) {
      case FREEZE, UNFREEZE -> true;
      case CREATE, REDEPLOY, ROLLBACK, TRAFFIC, SHIFT, RESTART, SCALE, DELETE -> false;
    };
  }

  /// The operation as it begins.
  static Operation begun(Operation operation, List<VersionName> versions) {
    var steps = new ArrayList<Step>();
    for (var version : versions) {
      var started = operation.startedAt();
      steps.add(
          new Step(
              version.toString(), StepState.RUNNING, started, Optional.empty(), Optional.empty()));
    }
    return with(operation, steps, operation.startedAt());
  }

  /// The operation after `version` is done with it.
  static Operation ended(Operation operation, VersionName version, Outcome outcome, Instant now) {
    var failure = OperationLog.failure(outcome);
    var steps = new ArrayList<>(operation.steps());
    steps.replaceAll(
        step ->
            step.name().equals(version.toString())
                ? new Step(
                    step.name(),
                    failure.isEmpty() ? StepState.DONE : StepState.FAILED,
                    step.startedAt(),
                    Optional.of(now),
                    failure.map(Failure::message))
                : step);
    return with(operation, steps, now);
  }

  private static Operation with(Operation operation, List<Step> steps, Instant now) {
    long open = steps.stream().filter(step -> step.state() == StepState.RUNNING).count();
    var failed = steps.stream().filter(step -> step.state() == StepState.FAILED).findFirst();
    var state = failed.isEmpty() ? State.SUCCEEDED : State.FAILED;
    int total = Math.max(1, steps.size());
    return new Operation(
        operation.id(),
        operation.kind(),
        operation.service(),
        operation.version(),
        operation.snapshot(),
        open > 0 ? State.RUNNING : state,
        new Progress((int) (total - open), total),
        steps,
        failed.map(step -> Failures.partFailed(step.name(), step.message().orElse(""))),
        operation.by(),
        operation.remark(),
        operation.before(),
        operation.after(),
        operation.log(),
        operation.startedAt(),
        open > 0 ? Optional.empty() : Optional.of(now));
  }
}
