package dev.sluice.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.rollout.RolloutState.Broken;
import dev.sluice.domain.rollout.RolloutState.Creating;
import dev.sluice.domain.rollout.RolloutState.Returning;
import dev.sluice.domain.rollout.RolloutState.Rolling;
import dev.sluice.domain.rollout.RolloutState.Steady;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.Roll;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What must be true of every step of the planner, whatever came before. Keeps its own account of
/// what there was when an operation began, instead of trusting the planner's.
final class Invariants {
  private final Set<InstanceId> seen = new HashSet<>();
  private final Set<OperationId> begun = new HashSet<>();
  private final Set<OperationId> ended = new HashSet<>();
  private final Map<Revision, Spec> specs = new HashMap<>();
  private Spec specBefore;
  private int readyBefore;
  private int wantedBefore;

  Invariants(VersionRecord first) {
    specBefore = first.rollout().current();
    begin(first, first.rollout().operation().orElseThrow());
  }

  private Invariants(Invariants other) {
    seen.addAll(other.seen);
    begun.addAll(other.begun);
    ended.addAll(other.ended);
    specs.putAll(other.specs);
    specBefore = other.specBefore;
    readyBefore = other.readyBefore;
    wantedBefore = other.wantedBefore;
  }

  Invariants copy() {
    return new Invariants(this);
  }

  void check(VersionRecord before, Input input, Planned planned, Instant now) {
    switch (input) {
      case Input.Replace replace -> begin(before, replace.id());
      case Input.Delete delete -> begin(before, delete.id());
      case Input.Tend tend -> begin(before, tend.id());
      case Input.Freeze freeze -> begin(before, freeze.id());
      case Input.Thaw thaw -> begin(before, thaw.id());
      case Input.Command _, Input.Observation _ -> {}
    }
    var after = planned.version();
    checkNumbers(before, after);
    checkEffects(before, planned);
    checkSpecs(planned);
    checkPresentConfiguration(after, planned.outcome());
    checkCapacity(before, input, after);
    checkStarts(before, after);
    checkWake(planned, now);
    checkRest(after, now);
    checkOutcome(before, planned, now);
  }

  /// A starting engine leaves it alone then (R72).
  private static void checkRest(VersionRecord after, Instant now) {
    if (after.isAtRest()) {
      var recovered = RolloutPlanner.plan(after, new Input.Recover(), now);
      assertEquals(after, recovered.version(), "nothing to recover at rest");
      assertEquals(List.of(), recovered.effects(), "nothing to recover at rest");
      assertEquals(Optional.empty(), recovered.wake(), "nothing to wake for at rest");
    }
  }

  /// Every operation that was begun has ended.
  void checkAllEnded() {
    assertEquals(begun, ended, "operations that have begun, and those that have ended");
  }

  private void begin(VersionRecord before, OperationId id) {
    assertTrue(begun.add(id), "an operation begins once");
    specBefore = before.rollout().current();
    readyBefore = count(before, Phase.READY);
    wantedBefore = before.wanted();
  }

  private void checkNumbers(VersionRecord before, VersionRecord after) {
    var old = ids(before);
    for (var id : ids(after)) {
      assertTrue(old.contains(id) || seen.add(id), "the id " + id + " is used again");
    }
    assertEquals(after.instances().size(), ids(after).size(), "an id stands twice");
    assertTrue(after.lastInstance() >= before.lastInstance(), "instance numbers only grow");
    assertTrue(after.lastRevision().compareTo(before.lastRevision()) >= 0, "revisions only grow");
    assertEquals(before.address(), after.address(), "R34 the address stays");
    assertEquals(before.createdAt(), after.createdAt(), "R34 the time of creation stays");
  }

  /// Whatever begins or ends is asked of the platform in the same step.
  private static void checkEffects(VersionRecord before, Planned planned) {
    var runs = new HashSet<InstanceId>();
    var stops = new HashSet<InstanceId>();
    for (var effect : planned.effects()) {
      switch (effect) {
        case Effect.Run run -> assertTrue(runs.add(run.instance().id()), "started twice");
        case Effect.Stop stop -> assertTrue(stops.add(stop.instance().id()), "stopped twice");
        case Effect.Prepare _ -> {}
      }
    }
    for (var instance : planned.version().instances()) {
      var was = before.find(instance.id()).map(Instance::phase);
      boolean isNew = !was.equals(Optional.of(instance.phase()));
      switch (instance.phase()) {
        case STARTING -> assertTrue(!isNew || runs.contains(instance.id()), "never started");
        case DRAINING -> assertTrue(!isNew || stops.contains(instance.id()), "never stopped");
        case FAILED -> assertTrue(!isNew || stops.contains(instance.id()), "never cleaned up");
        case PROBING, READY, STOPPING, STOPPED, BACKING_OFF -> {}
      }
    }
    for (var instance : before.instances()) {
      assertTrue(
          planned.version().find(instance.id()).isPresent() || !isAlive(instance),
          instance.id() + " was forgotten while it ran");
    }
  }

  /// What is started anew is started with the configuration its revision stands for (R40).
  private void checkSpecs(Planned planned) {
    var state = planned.version().rollout();
    specs.put(state.current().revision(), state.current());
    if (state instanceof Rolling rolling) {
      specs.put(rolling.target().revision(), rolling.target());
    }
    for (var effect : planned.effects()) {
      if (effect instanceof Effect.Run(var instance, var spec) && instance.handle().isEmpty()) {
        assertEquals(specs.get(instance.revision()), spec, "another configuration is started");
      }
    }
  }

  /// R36: the new configuration is not the version's before the operation has succeeded.
  private void checkPresentConfiguration(VersionRecord after, Optional<Outcome> outcome) {
    var current = after.rollout().current();
    if (outcome.orElse(null) instanceof Outcome.Replaced(var _, var replaced)) {
      assertEquals(specBefore, replaced, "R47 what was replaced");
      assertTrue(current.revision().compareTo(specBefore.revision()) > 0, "R38 the new one");
    } else if (after.rollout().operation().isPresent() || outcome.isPresent()) {
      assertEquals(specBefore, current, "R36 the configuration during and after a failure");
    }
  }

  /// R37, also on the way back.
  private void checkCapacity(VersionRecord before, Input input, VersionRecord after) {
    var itself = leftByItself(input);
    long retired =
        after.instances().stream()
            .filter(i -> i.phase() == Phase.DRAINING && !itself.equals(Optional.of(i.id())))
            .filter(i -> before.find(i.id()).filter(was -> was.phase() == Phase.READY).isPresent())
            .count();
    if (after.rollout() instanceof RolloutState.Tending tending && tending.replaced()) {
      int least = Math.min(readyBefore, wantedBefore);
      boolean kept = count(after, Phase.READY) >= least;
      assertTrue(retired == 0 || kept, "R67 restarting one instance costs capacity");
    }
    var roll = rollOf(after.rollout());
    if (retired == 0 || roll == null) {
      return;
    }
    int ready = count(after, Phase.READY);
    if (roll.surge()) {
      int floor = Math.min(readyBefore, Math.min(wantedBefore, after.wanted()));
      assertTrue(ready >= floor, "R37 with surge: %d ready, %d before".formatted(ready, floor));
    } else if (readyBefore >= 2 && after.wanted() > 0) {
      assertTrue(ready >= 1, "R37 without surge: none is ready");
    }
  }

  private static Optional<InstanceId> leftByItself(Input input) {
    return switch (input) {
      case Input.Exited exited -> Optional.of(exited.instance());
      case Input.Unready unready -> Optional.of(unready.instance());
      case Input _ -> Optional.empty();
    };
  }

  /// R37: a batch at a time, and never more than one batch beyond what is wanted.
  private static void checkStarts(VersionRecord before, VersionRecord after) {
    boolean hasStarted = after.instances().stream().anyMatch(i -> before.find(i.id()).isEmpty());
    if (!hasStarted) {
      return;
    }
    var roll = rollOf(after.rollout());
    assertFalse(after.rollout() instanceof RolloutState.Frozen, "R5 nothing starts while frozen");
    int extra = after.rollout() instanceof RolloutState.Tending ? 1 : 0;
    int batch = roll == null ? extra : roll.batch();
    var live = after.instances().stream().filter(Invariants::isAlive).toList();
    assertTrue(
        live.size() <= after.wanted() + batch,
        "%d live, %d wanted, batch %d".formatted(live.size(), after.wanted(), batch));
    if (roll != null && roll.surge() && !(after.rollout() instanceof Creating)) {
      var newest = live.getLast().revision();
      long coming =
          live.stream()
              .filter(i -> i.revision().equals(newest) && i.phase() != Phase.READY)
              .count();
      assertTrue(coming <= batch, "%d are coming, batch %d".formatted(coming, batch));
    }
  }

  /// Never for ever: there is always a moment at which the planner looks again.
  private static void checkWake(Planned planned, Instant now) {
    var after = planned.version();
    var wake = planned.wake();
    if (planned.outcome().orElse(null) instanceof Outcome.Deleted) {
      return;
    }
    var deadline = deadline(after.rollout());
    if (deadline.isPresent()) {
      assertTrue(deadline.get().isAfter(now), "the deadline has passed and nothing followed");
      assertFalse(wake.orElseThrow().isAfter(deadline.get()), "nobody wakes at the deadline");
    }
    wake.ifPresent(moment -> assertTrue(moment.isAfter(now), "it would wake without end"));
  }

  private static Optional<Instant> deadline(RolloutState state) {
    return switch (state) {
      case Creating creating -> Optional.of(creating.deadline());
      case Rolling rolling -> Optional.of(rolling.deadline());
      case Returning returning -> Optional.of(returning.deadline());
      case RolloutState.Abandoning abandoning -> Optional.of(abandoning.deadline());
      case RolloutState.Tending tending -> Optional.of(tending.deadline());
      case RolloutState.Freezing freezing -> Optional.of(freezing.deadline());
      case RolloutState.Thawing thawing -> Optional.of(thawing.deadline());
      case RolloutState.Deleting deleting -> Optional.of(deleting.deadline());
      case Steady _, Broken _, RolloutState.Frozen _ -> Optional.empty();
    };
  }

  private void checkOutcome(VersionRecord before, Planned planned, Instant now) {
    var after = planned.version();
    if (planned.outcome().isEmpty()) {
      if (before.rollout().operation().isPresent()) {
        assertEquals(before.rollout().operation(), after.rollout().operation(), "it just ended");
      }
      return;
    }
    var outcome = planned.outcome().get();
    assertTrue(begun.contains(outcome.id()), "an operation that never began has ended");
    assertTrue(ended.add(outcome.id()), "an operation ended twice");
    switch (outcome) {
      case Outcome.Created _, Outcome.Replaced _ -> {
        assertTrue(after.rollout() instanceof Steady, "R36 NORMAL");
        assertAllOfPresent(after);
        assertEquals(after.instances().size(), count(after, Phase.READY), "R38 all are ready");
        assertTrue(after.instances().size() >= after.wanted(), "R38 as many as wanted");
      }
      case Outcome.Undone undone when undone.nothingBefore() -> {
        assertTrue(after.rollout() instanceof Broken, "R16 an error state");
        assertNothingRuns(before, after, now, "nothing is left of it");
      }
      case Outcome.Undone _ -> {
        assertTrue(after.rollout() instanceof Steady, "R39 as before");
        assertEquals(specBefore, after.rollout().current(), "R39 the configuration before");
        assertAllOfPresent(after);
        assertEquals(wantedBefore, after.wanted(), "R39 as many as before");
      }
      case Outcome.ReturnFailed _ ->
          assertEquals(Broken.Kind.ROLLBACK_FAILED, ((Broken) after.rollout()).kind());
      case Outcome.Tended tended -> {
        assertTrue(after.rollout() instanceof Steady, "R67 as before but for one instance");
        var gone = ((RolloutState.Tending) before.rollout()).instance();
        assertTrue(
            tended.failure().isPresent() || after.find(gone).isEmpty(), "R67 it was taken out");
      }
      case Outcome.Frozen frozen -> {
        assertNothingRuns(before, after, now, "R5 nothing runs");
        assertEquals(
            after.instances().isEmpty(), frozen.failure().isEmpty(), "said to have failed");
        assertEquals(wantedBefore, ((RolloutState.Frozen) after.rollout()).wanted(), "R5 kept");
      }
      case Outcome.Thawed thawed -> {
        assertTrue(after.rollout() instanceof Steady, "R5 it runs again");
        assertTrue(
            thawed.failure().isPresent() || count(after, Phase.READY) >= after.wanted(),
            "R5 all are back");
        assertEquals(frozenWanted(before), after.wanted(), "R5 as many as before");
      }
      case Outcome.Deleted _ -> assertEquals(List.of(), after.instances(), "R60 all are gone");
      case Outcome.NotDeleted _ -> {
        assertTrue(after.rollout() instanceof Broken, "an error state");
        assertFalse(after.instances().isEmpty(), "something could not be ended");
        assertNothingRuns(before, after, now, "all of it is being ended");
      }
    }
  }

  /// What cannot be ended outlasts an operation, but only at its deadline.
  private static void assertNothingRuns(
      VersionRecord before, VersionRecord after, Instant now, String why) {
    assertTrue(after.instances().stream().noneMatch(Invariants::isAlive), why);
    if (!after.instances().isEmpty()) {
      assertFalse(now.isBefore(deadline(before.rollout()).orElseThrow()), why);
    }
  }

  /// [RolloutState.Thawing] wants what was kept while frozen.
  private static int frozenWanted(VersionRecord before) {
    return before.rollout() instanceof RolloutState.Frozen frozen
        ? frozen.wanted()
        : before.wanted();
  }

  /// All or nothing (R38, R39), and nothing is left to be cleaned up.
  static void assertAllOfPresent(VersionRecord version) {
    for (var instance : version.instances()) {
      assertTrue(isAlive(instance), instance.id() + " is left as " + instance.phase());
      assertEquals(version.rollout().current().revision(), instance.revision(), "one revision");
    }
  }

  private static @Nullable Roll rollOf(RolloutState state) {
    return switch (state) {
      case Creating creating -> creating.current().configuration().roll();
      case Rolling rolling -> rolling.target().configuration().roll();
      case Returning returning -> returning.current().configuration().roll();
      case RolloutState _ -> null;
    };
  }

  static boolean isAlive(Instance instance) {
    return switch (instance.phase()) {
      case STARTING, PROBING, READY, BACKING_OFF -> true;
      case DRAINING, STOPPING, STOPPED, FAILED -> false;
    };
  }

  private static int count(VersionRecord version, Phase phase) {
    return (int) version.instances().stream().filter(i -> i.phase() == phase).count();
  }

  private static Set<InstanceId> ids(VersionRecord version) {
    return version.instances().stream().map(Instance::id).collect(Collectors.toSet());
  }
}
