package dev.sluice.domain.rollout;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.rollout.RolloutState.Freezing;
import dev.sluice.domain.rollout.RolloutState.Frozen;
import dev.sluice.domain.rollout.RolloutState.Steady;
import dev.sluice.domain.rollout.RolloutState.Thawing;
import java.util.Optional;

/// Stops all instances of a version and brings them back (R5).
final class FreezeSteps {
  private FreezeSteps() {}

  static void freeze(Plan plan, OperationId id) {
    var current = plan.rollout().current();
    plan.become(new Freezing(id, current, plan.wanted(), RolloutPlanner.endedBy(plan, current)));
    plan.want(0);
  }

  static void thaw(Plan plan, OperationId id) {
    if (plan.rollout() instanceof Frozen(var current, int wanted)) {
      plan.want(wanted);
      var deadline = plan.now.plusSeconds(current.configuration().roll().deadlineSeconds());
      plan.become(new Thawing(id, current, deadline));
    }
  }

  static void stop(Plan plan, Freezing freezing) {
    boolean ended = RolloutPlanner.nothingRuns(plan);
    if (ended || !plan.now.isBefore(freezing.deadline())) {
      Optional<Failure> failure =
          ended ? Optional.empty() : Optional.of(RolloutPlanner.notEnded(plan));
      plan.end(
          new Frozen(freezing.current(), freezing.wanted()),
          new Outcome.Frozen(freezing.id(), failure));
    }
  }

  static void bringBack(Plan plan, Thawing thawing) {
    RolloutPlanner.keep(plan, thawing.current());
    boolean ready = plan.count(i -> i.phase() == Phase.READY) >= plan.wanted();
    if (ready || !plan.now.isBefore(thawing.deadline())) {
      Optional<Failure> failure =
          ready ? Optional.empty() : Optional.of(RolloutPlanner.tooLate(plan, thawing.current()));
      plan.end(new Steady(thawing.current()), new Outcome.Thawed(thawing.id(), failure));
    }
  }
}
