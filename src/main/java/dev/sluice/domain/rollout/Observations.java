package dev.sluice.domain.rollout;

import dev.sluice.domain.history.Failures;
import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.rollout.RolloutState.Abandoning;
import dev.sluice.domain.rollout.RolloutState.Broken;
import dev.sluice.domain.rollout.RolloutState.Creating;
import dev.sluice.domain.rollout.RolloutState.Deleting;
import dev.sluice.domain.rollout.RolloutState.Freezing;
import dev.sluice.domain.rollout.RolloutState.Frozen;
import dev.sluice.domain.rollout.RolloutState.Returning;
import dev.sluice.domain.rollout.RolloutState.Rolling;
import dev.sluice.domain.rollout.RolloutState.Steady;
import dev.sluice.domain.rollout.RolloutState.Tending;
import dev.sluice.domain.rollout.RolloutState.Thawing;
import dev.sluice.domain.service.Revision;
import java.util.Optional;

/// Works what was seen into a version. An observation that no longer fits (of an earlier run, of an
/// instance that is gone) changes nothing.
final class Observations {
  private Observations() {}

  static void take(Plan plan, Input.Observation observation) {
    switch (observation) {
      case Input.Prepared prepared -> prepared(plan, prepared.revision());
      case Input.PrepareFailed failed -> prepareFailed(plan, failed);
      case Input.Started started -> started(plan, started);
      case Input.Ready ready -> ready(plan, ready);
      case Input.Unready unready -> unready(plan, unready);
      case Input.Exited exited -> exited(plan, exited);
      case Input.Stopped stopped -> stopped(plan, stopped);
      case Input.Tick _ -> {
        // Only the time is new.
      }
      case Input.Recover _ -> recover(plan);
    }
  }

  private static void prepared(Plan plan, Revision revision) {
    switch (plan.rollout()) {
      case Creating c when c.current().revision().equals(revision) ->
          plan.become(
              new Creating(c.id(), c.current(), c.takesTraffic(), true, c.deadline(), c.paused()));
      case Rolling r when r.target().revision().equals(revision) ->
          plan.become(
              new Rolling(
                  r.id(),
                  r.current(),
                  r.target(),
                  true,
                  r.deadline(),
                  r.paused(),
                  r.before(),
                  r.origin()));
      case Creating _,
          Rolling _,
          Steady _,
          Broken _,
          Abandoning _,
          Returning _,
          Tending _,
          Freezing _,
          Frozen _,
          Thawing _,
          Deleting _ -> {
        // The operation that wanted it is over.
      }
    }
  }

  private static void prepareFailed(Plan plan, Input.PrepareFailed failed) {
    if (toBePrepared(plan).filter(failed.revision()::equals).isPresent()) {
      RolloutPlanner.turnBack(plan, Failures.buildFailed(failed.message()), false);
    }
  }

  private static Optional<Revision> toBePrepared(Plan plan) {
    return switch (plan.rollout()) {
      case Creating c when !c.prepared() -> Optional.of(c.current().revision());
      case Rolling r when !r.prepared() -> Optional.of(r.target().revision());
      case Creating _,
          Rolling _,
          Steady _,
          Broken _,
          Abandoning _,
          Returning _,
          Tending _,
          Freezing _,
          Frozen _,
          Thawing _,
          Deleting _ ->
          Optional.empty();
    };
  }

  /// One that is ready stays so: it was taken over, and its probe has not failed.
  private static void started(Plan plan, Input.Started started) {
    plan.find(started.instance(), started.run())
        .map(
            instance ->
                instance.phase() == Phase.STARTING
                    ? instance.started(started.handle(), started.endpoint())
                    : instance.known(started.handle(), started.endpoint()))
        .ifPresent(plan::replace);
  }

  private static void ready(Plan plan, Input.Ready ready) {
    plan.find(ready.instance(), ready.run())
        .filter(instance -> instance.phase() == Phase.PROBING)
        .map(instance -> instance.ready(plan.now))
        .ifPresent(plan::replace);
  }

  private static void unready(Plan plan, Input.Unready unready) {
    plan.find(unready.instance(), unready.run())
        .filter(instance -> instance.phase() == Phase.READY)
        .map(Instance::unready)
        .ifPresent(plan::replace);
  }

  private static void exited(Plan plan, Input.Exited exited) {
    var found = plan.find(exited.instance(), exited.run());
    if (found.isEmpty()) {
      return;
    }
    var instance = found.get();
    switch (instance.phase()) {
      case STARTING, PROBING, READY -> ended(plan, instance, exited.how());
      case DRAINING, STOPPING, STOPPED, FAILED, BACKING_OFF -> {
        // It is being ended, or its end is known.
      }
    }
  }

  /// Of the configuration that is being brought in, one exit fails the operation (R39). Any other
  /// instance is started again after a while (R61).
  private static void ended(Plan plan, Instance instance, String how) {
    switch (plan.rollout()) {
      case Creating creating when instance.revision().equals(creating.current().revision()) ->
          failed(plan, instance, how);
      case Rolling rolling when instance.revision().equals(rolling.target().revision()) ->
          failed(plan, instance, how);
      case Abandoning _, Freezing _, Frozen _, Deleting _ -> plan.fail(instance, how);
      // Of a configuration that was given up, also by a return that failed: it is not started
      // again,
      // least of all with another one.
      case RolloutState other when !instance.revision().equals(other.current().revision()) ->
          plan.fail(instance, how);
      case Creating _, Rolling _, Returning _, Steady _, Tending _, Thawing _, Broken _ ->
          plan.backOff(instance, how);
    }
  }

  private static void failed(Plan plan, Instance instance, String how) {
    plan.fail(instance, how);
    var failure =
        instance.phase() == Phase.READY
            ? Failures.exited(instance.id(), how)
            : Failures.startFailed(instance.id(), how);
    RolloutPlanner.turnBack(plan, failure, false);
  }

  /// What ended by itself is kept for show until the operation is over; the rest is gone.
  private static void stopped(Plan plan, Input.Stopped stopped) {
    var found = plan.find(stopped.instance());
    if (found.isEmpty()) {
      return;
    }
    switch (found.get().phase()) {
      case FAILED -> keepForShow(plan, found.get());
      case DRAINING, STOPPING -> plan.remove(stopped.instance());
      case STARTING, PROBING, READY, BACKING_OFF, STOPPED -> {
        // Nobody asked for it.
      }
    }
  }

  private static void keepForShow(Plan plan, Instance instance) {
    if (plan.rollout().operation().isPresent()) {
      plan.replace(instance.stopped());
    } else {
      plan.remove(instance.id());
    }
  }

  /// Asks again for everything that may not have been done, or whose answer may have been lost.
  private static void recover(Plan plan) {
    switch (plan.rollout()) {
      case Creating c when !c.prepared() -> plan.prepare(c.current());
      case Rolling r when !r.prepared() -> plan.prepare(r.target());
      case Creating _,
          Rolling _,
          Steady _,
          Broken _,
          Abandoning _,
          Returning _,
          Tending _,
          Freezing _,
          Frozen _,
          Thawing _,
          Deleting _ -> {
        // Everything that is needed is in place.
      }
    }
    for (var instance : plan.all(_ -> true)) {
      switch (instance.phase()) {
        case STARTING, PROBING, READY -> plan.run(instance);
        case DRAINING, STOPPING, FAILED -> plan.stopAgain(instance);
        case STOPPED, BACKING_OFF -> {
          // Nothing of it runs.
        }
      }
    }
  }
}
