package dev.sluice.engine.core;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.Progress;
import dev.sluice.domain.history.Operation.State;
import dev.sluice.domain.history.Operation.Step;
import dev.sluice.domain.history.Operation.StepState;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.Outcome;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes an operation's record from what its version looks like before and after a step of the
/// planner. Pure.
final class OperationLog {
  private static final String PREPARE = "prepare";
  private static final String RETURN = "return";

  private OperationLog() {}

  /// The operation as it stands after the version went from `before` to `after`.
  static Operation record(
      Operation operation,
      VersionRecord before,
      VersionRecord after,
      Optional<Outcome> outcome,
      Instant now) {
    var steps = new Steps(operation.steps(), now);
    prepare(steps, after.rollout());
    if (after.rollout() instanceof RolloutState.Returning) {
      steps.begin(RETURN);
    }
    for (var instance : after.instances()) {
      before
          .find(instance.id())
          .filter(was -> was.phase() == instance.phase())
          .ifPresentOrElse(_ -> {}, () -> instance(steps, instance));
    }
    for (var was : before.instances()) {
      if (after.find(was.id()).isEmpty()) {
        steps.end("stop " + was.id(), StepState.DONE, Optional.empty());
      }
    }
    outcome.ifPresent(how -> steps.endAll(succeeded(how) ? StepState.DONE : StepState.FAILED));
    var state = outcome.map(how -> finalState(operation, how)).orElse(running(after.rollout()));
    return new Operation(
        operation.id(),
        operation.kind(),
        operation.service(),
        operation.version(),
        operation.snapshot(),
        state,
        progress(after, state, operation.progress()),
        steps.list(),
        outcome.flatMap(OperationLog::failure).or(() -> failure(after.rollout())),
        operation.by(),
        operation.remark(),
        operation.before(),
        operation.after(),
        operation.log(),
        operation.startedAt(),
        outcome.map(_ -> now));
  }

  /// The instance whose log says why the operation failed: the one that ended, else the first that
  /// did not become ready. Empty when the version did not just turn back.
  static Optional<Instance> culprit(VersionRecord before, VersionRecord after) {
    var failing = failing(after.rollout());
    if (failing.isEmpty() || failing(before.rollout()).isPresent()) {
      return Optional.empty();
    }
    var ended =
        after.instances().stream()
            .filter(i -> i.phase() == Instance.Phase.FAILED)
            .filter(i -> i.revision().equals(failing.get()))
            .findFirst();
    return ended.or(
        () ->
            before.instances().stream()
                .filter(i -> i.revision().equals(failing.get()))
                .filter(i -> i.phase() != Instance.Phase.READY)
                .findFirst());
  }

  private static Optional<Revision> failing(RolloutState state) {
    return switch (state) {
      case RolloutState.Returning returning -> Optional.of(returning.abandoned().revision());
      case RolloutState.Abandoning abandoning -> Optional.of(abandoning.current().revision());
      case RolloutState.Steady _,
          RolloutState.Creating _,
          RolloutState.Rolling _,
          RolloutState.Tending _,
          RolloutState.Freezing _,
          RolloutState.Frozen _,
          RolloutState.Thawing _,
          RolloutState.Deleting _,
          RolloutState.Broken _ ->
          Optional.empty();
    };
  }

  private static void prepare(Steps steps, RolloutState state) {
    Optional<Boolean> prepared =
        switch (state) {
          case RolloutState.Creating creating -> Optional.of(creating.prepared());
          case RolloutState.Rolling rolling -> Optional.of(rolling.prepared());
          case RolloutState.Steady _,
              RolloutState.Abandoning _,
              RolloutState.Returning _,
              RolloutState.Tending _,
              RolloutState.Freezing _,
              RolloutState.Frozen _,
              RolloutState.Thawing _,
              RolloutState.Deleting _,
              RolloutState.Broken _ ->
              Optional.empty();
        };
    prepared.ifPresent(
        done -> {
          steps.begin(PREPARE);
          if (done) {
            steps.end(PREPARE, StepState.DONE, Optional.empty());
          }
        });
  }

  private static void instance(Steps steps, Instance instance) {
    String start = "start " + instance.id();
    String stop = "stop " + instance.id();
    switch (instance.phase()) {
      case STARTING -> steps.begin(start);
      case READY -> steps.end(start, StepState.DONE, Optional.empty());
      case FAILED, BACKING_OFF -> steps.end(start, StepState.FAILED, instance.exit());
      case DRAINING, STOPPING -> {
        steps.end(start, StepState.FAILED, Optional.empty());
        steps.begin(stop);
      }
      case PROBING, STOPPED -> {
        // Neither begins nor ends anything.
      }
    }
  }

  private static State running(RolloutState state) {
    return switch (state) {
      case RolloutState.Creating creating -> creating.paused() ? State.PAUSED : State.RUNNING;
      case RolloutState.Rolling rolling -> rolling.paused() ? State.PAUSED : State.RUNNING;
      case RolloutState.Steady _,
          RolloutState.Abandoning _,
          RolloutState.Returning _,
          RolloutState.Tending _,
          RolloutState.Freezing _,
          RolloutState.Frozen _,
          RolloutState.Thawing _,
          RolloutState.Deleting _,
          RolloutState.Broken _ ->
          State.RUNNING;
    };
  }

  private static boolean succeeded(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created _, Outcome.Replaced _, Outcome.Deleted _, Outcome.Undone _ -> true;
      case Outcome.Tended _, Outcome.Frozen _, Outcome.Thawed _ -> failure(outcome).isEmpty();
      case Outcome.ReturnFailed _, Outcome.NotDeleted _ -> false;
    };
  }

  private static State finalState(Operation operation, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created _, Outcome.Replaced _, Outcome.Deleted _ -> State.SUCCEEDED;
      case Outcome.NotDeleted _ -> State.FAILED;
      case Outcome.Tended _, Outcome.Frozen _, Outcome.Thawed _ ->
          failure(outcome).isEmpty() ? State.SUCCEEDED : State.FAILED;
      case Outcome.Undone undone when undone.cancelled() -> State.CANCELLED;
      case Outcome.Undone _ ->
          operation.kind() == Operation.Kind.CREATE ? State.FAILED : State.ROLLED_BACK;
      case Outcome.ReturnFailed _ -> State.ROLLBACK_FAILED;
    };
  }

  static Optional<Failure> failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created _, Outcome.Replaced _, Outcome.Deleted _ -> Optional.empty();
      case Outcome.NotDeleted notDeleted -> Optional.of(notDeleted.failure());
      case Outcome.Tended tended -> tended.failure();
      case Outcome.Frozen frozen -> frozen.failure();
      case Outcome.Thawed thawed -> thawed.failure();
      case Outcome.Undone undone -> Optional.of(undone.failure());
      case Outcome.ReturnFailed failed -> Optional.of(failed.failure());
    };
  }

  private static Optional<Failure> failure(RolloutState state) {
    return switch (state) {
      case RolloutState.Returning returning -> Optional.of(returning.failure());
      case RolloutState.Abandoning abandoning -> Optional.of(abandoning.failure());
      case RolloutState.Steady _,
          RolloutState.Creating _,
          RolloutState.Rolling _,
          RolloutState.Tending _,
          RolloutState.Freezing _,
          RolloutState.Frozen _,
          RolloutState.Thawing _,
          RolloutState.Deleting _,
          RolloutState.Broken _ ->
          Optional.empty();
    };
  }

  private static Progress progress(VersionRecord version, State state, Progress last) {
    if (state == State.SUCCEEDED) {
      int total = Math.max(1, last.total());
      return new Progress(total, total);
    }
    return switch (version.rollout()) {
      case RolloutState.Creating creating -> ready(version, creating.current().revision());
      case RolloutState.Rolling rolling -> ready(version, rolling.target().revision());
      case RolloutState.Returning returning -> ready(version, returning.current().revision());
      case RolloutState.Tending tending -> ready(version, tending.current().revision());
      case RolloutState.Deleting _ ->
          new Progress(
              Math.max(0, last.total() - version.instances().size()),
              Math.max(last.total(), version.instances().size()));
      case RolloutState.Abandoning _,
          RolloutState.Steady _,
          RolloutState.Freezing _,
          RolloutState.Frozen _,
          RolloutState.Thawing _,
          RolloutState.Broken _ ->
          last;
    };
  }

  private static Progress ready(VersionRecord version, Revision revision) {
    long ready =
        version.instances().stream()
            .filter(i -> i.phase() == Instance.Phase.READY && i.revision().equals(revision))
            .count();
    return new Progress((int) Math.min(ready, version.wanted()), version.wanted());
  }

  /// The steps while they are being written.
  private static final class Steps {
    private final List<Step> steps;
    private final Instant now;

    Steps(List<Step> steps, Instant now) {
      this.steps = new ArrayList<>(steps);
      this.now = now;
    }

    void begin(String name) {
      boolean known = steps.stream().anyMatch(s -> s.name().equals(name) && isOpen(s));
      boolean once = name.equals(PREPARE) || name.equals(RETURN);
      if (!known && !(once && steps.stream().anyMatch(s -> s.name().equals(name)))) {
        steps.add(new Step(name, StepState.RUNNING, now, Optional.empty(), Optional.empty()));
      }
    }

    void end(String name, StepState state, Optional<String> message) {
      steps.replaceAll(s -> s.name().equals(name) && isOpen(s) ? ended(s, state, message) : s);
    }

    void endAll(StepState state) {
      steps.replaceAll(s -> isOpen(s) ? ended(s, state, Optional.empty()) : s);
    }

    List<Step> list() {
      return List.copyOf(steps);
    }

    private static boolean isOpen(Step step) {
      return step.state() == StepState.RUNNING;
    }

    private Step ended(Step step, StepState state, Optional<String> message) {
      return new Step(step.name(), state, step.startedAt(), Optional.of(now), message);
    }
  }
}
