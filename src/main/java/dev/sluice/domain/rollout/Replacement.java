package dev.sluice.domain.rollout;

import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.service.Roll;
import java.util.Comparator;
import java.util.List;

/// Replaces every instance that is not of the target revision, a batch at a time (R37).
///
/// With surge a new instance is ready before an old one leaves: ready ones never fall below what
/// there was before. Without, an old one is gone before a new one starts, but one that is ready
/// always stays when there were two or more.
final class Replacement {
  private final Plan plan;
  private final Spec target;
  private final int wanted;
  private final Roll roll;
  private final int readyBefore;

  Replacement(Plan plan, Spec target, int readyBefore) {
    this.plan = plan;
    this.target = target;
    this.wanted = plan.wanted();
    this.roll = target.configuration().roll();
    this.readyBefore = readyBefore;
  }

  /// Takes the next steps.
  ///
  /// @return whether nothing is left to do: every instance is of the target and has been ready for
  ///   long enough, and no other is left (R38)
  boolean advance() {
    for (var idle : plan.all(i -> isOld(i) && i.phase() != Phase.READY)) {
      plan.retire(idle);
    }
    if (roll.surge()) {
      retireWithSurge();
      start(surgeRoom());
    } else {
      retireInPlace();
      start(inPlaceRoom());
    }
    retireSurplus();
    return isDone();
  }

  /// Fewer may be wanted by now than were started. Nobody would look again once the operation is
  /// over, so it is not over before they are gone.
  private void retireSurplus() {
    plan.all(this::isFresh).stream()
        .sorted(Comparator.comparing(instance -> instance.phase() == Phase.READY))
        .limit(Math.max(0, fresh() - wanted))
        .forEach(plan::retire);
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      plan.start(target);
    }
  }

  private void retireWithSurge() {
    int floor = Math.min(wanted, readyBefore);
    int spare = settled() + readyOld().size() - floor;
    readyOld().stream().limit(Math.max(0, spare)).forEach(plan::retire);
  }

  private int surgeRoom() {
    int missing = wanted - fresh();
    int inBatch = roll.batch() - (fresh() - settled());
    int total = wanted + roll.batch() - fresh() - plan.count(this::isOld);
    return Math.min(missing, Math.min(inBatch, total));
  }

  private void retireInPlace() {
    int floor = readyBefore >= 2 ? 1 : 0;
    int batch = Math.min(roll.batch(), Math.max(1, most() - 1));
    for (var old : readyOld()) {
      int inTransit = leaving() + fresh() - settled();
      boolean full = fresh() + plan.count(this::isOld) >= most();
      if (inTransit >= batch || !full || settled() + readyOld().size() - 1 < floor) {
        return;
      }
      plan.retire(old);
    }
  }

  private int inPlaceRoom() {
    int missing = wanted - fresh();
    return Math.min(missing, most() - fresh() - plan.count(this::isOld) - leaving());
  }

  /// Without surge, the most that run at one time. Two when two or more were there and one is
  /// wanted: else the last old one could not stay until the new one is ready.
  private int most() {
    return readyBefore >= 2 ? Math.max(wanted, 2) : wanted;
  }

  /// See [#advance].
  boolean isDone() {
    return plan.count(this::isOld) == 0
        && leaving() == 0
        && settled() == fresh()
        && settled() >= wanted;
  }

  private List<Instance> readyOld() {
    return plan.all(i -> isOld(i) && i.phase() == Phase.READY);
  }

  private boolean isOld(Instance instance) {
    return !isLeaving(instance) && !instance.revision().equals(target.revision());
  }

  private boolean isFresh(Instance instance) {
    return !isLeaving(instance) && instance.revision().equals(target.revision());
  }

  private int fresh() {
    return plan.count(this::isFresh);
  }

  /// Instances of the target that have been ready for long enough to count.
  private int settled() {
    return plan.count(
        i ->
            i.phase() == Phase.READY
                && i.revision().equals(target.revision())
                && !i.readySince()
                    .orElseThrow()
                    .plusSeconds(roll.minHealthySeconds())
                    .isAfter(plan.now));
  }

  private int leaving() {
    return plan.count(i -> isLeaving(i) && i.phase() != Phase.STOPPED);
  }

  private static boolean isLeaving(Instance instance) {
    return switch (instance.phase()) {
      case DRAINING, STOPPING, STOPPED, FAILED -> true;
      case STARTING, PROBING, READY, BACKING_OFF -> false;
    };
  }
}
