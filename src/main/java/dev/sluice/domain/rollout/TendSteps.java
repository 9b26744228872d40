package dev.sluice.domain.rollout;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Failures;
import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.rollout.RolloutState.Steady;
import dev.sluice.domain.rollout.RolloutState.Tending;
import java.util.Optional;

/// Takes one instance out (R67). One that is ready leaves only once the others are as many as are
/// wanted, so that restarting it costs no capacity.
final class TendSteps {
  private TendSteps() {}

  static void begin(Plan plan, Input.Tend tend) {
    var current = plan.rollout().current();
    if (!tend.replaced()) {
      plan.scaledTo(plan.wanted() - 1);
    }
    var deadline = plan.now.plusSeconds(current.configuration().roll().deadlineSeconds());
    plan.become(new Tending(tend.id(), current, tend.instance(), tend.replaced(), deadline));
  }

  static void advance(Plan plan, Tending tending) {
    plan.wakeBackedOff();
    int others = plan.count(i -> isOther(i, tending) && RolloutPlanner.isAlive(i));
    for (int i = others; i < plan.wanted(); i++) {
      plan.start(tending.current());
    }
    boolean enough =
        plan.count(i -> isOther(i, tending) && i.phase() == Phase.READY) >= plan.wanted();
    plan.find(tending.instance())
        .filter(RolloutPlanner::isAlive)
        .filter(i -> enough || !tending.replaced() || i.phase() != Phase.READY)
        .ifPresent(plan::retire);
    if (plan.find(tending.instance()).isEmpty() && (enough || !tending.replaced())) {
      end(plan, tending, Optional.empty());
    } else if (!plan.now.isBefore(tending.deadline())) {
      boolean isLeaving = plan.find(tending.instance()).filter(RolloutPlanner::isAlive).isEmpty();
      end(plan, tending, Optional.of(isLeaving ? RolloutPlanner.notEnded(plan) : tooLate(tending)));
    }
  }

  private static void end(Plan plan, Tending tending, Optional<Failure> failure) {
    plan.end(new Steady(tending.current()), new Outcome.Tended(tending.id(), failure));
    RolloutPlanner.keep(plan, tending.current());
  }

  private static Failure tooLate(Tending tending) {
    return Failures.notReplaced(
        tending.instance(), tending.current().configuration().roll().deadlineSeconds());
  }

  private static boolean isOther(Instance instance, Tending tending) {
    return !instance.id().equals(tending.instance());
  }
}
