package dev.sluice.domain.rollout;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Failures;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.rollout.RolloutState.Abandoning;
import dev.sluice.domain.rollout.RolloutState.Broken;
import dev.sluice.domain.rollout.RolloutState.Capacity;
import dev.sluice.domain.rollout.RolloutState.Creating;
import dev.sluice.domain.rollout.RolloutState.Deleting;
import dev.sluice.domain.rollout.RolloutState.Freezing;
import dev.sluice.domain.rollout.RolloutState.Frozen;
import dev.sluice.domain.rollout.RolloutState.Returning;
import dev.sluice.domain.rollout.RolloutState.Rolling;
import dev.sluice.domain.rollout.RolloutState.Steady;
import dev.sluice.domain.rollout.RolloutState.Tending;
import dev.sluice.domain.rollout.RolloutState.Thawing;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides what happens to a version's instances. Pure: the same version, input and moment always
/// give the same plan, and nothing is done here.
///
/// Every input is first worked into the version ([Observations], the commands below), then the
/// state it is in takes its next steps. Steps depend only on the version, so a restarted engine
/// that feeds [Input.Recover] goes on where the one before it stopped (R71, R72).
public final class RolloutPlanner {
  /// What ending an instance may take beside its own times for draining and grace: the gateway's
  /// acknowledgement, and the last signal.
  private static final Duration ENDING = Duration.ofSeconds(60);

  private RolloutPlanner() {}

  /// A new version, on its way to its first instances.
  ///
  /// @param takesTraffic whether it gets all traffic once it is deployed (R8)
  public static Planned create(
      VersionName name,
      Endpoint address,
      OperationId operation,
      Configuration configuration,
      boolean takesTraffic,
      Instant now) {
    var spec = new Spec(Revision.FIRST, configuration);
    var deadline = now.plusSeconds(configuration.roll().deadlineSeconds());
    var version =
        new VersionRecord(
            name,
            address,
            now,
            now,
            Revision.FIRST,
            0,
            0,
            leastInstances(configuration),
            Optional.empty(),
            new Creating(operation, spec, takesTraffic, false, deadline, false),
            List.of());
    var plan = new Plan(version, now);
    plan.prepare(spec);
    return plan.finish();
  }

  /// Whether `command` is legal now (R42).
  public static boolean accepts(VersionRecord version, Input.Command command) {
    return switch (version.rollout()) {
      case Steady _ ->
          switch (command) {
            case Input.Replace _, Input.Delete _, Input.Scale _, Input.Rouse _, Input.Freeze _ ->
                true;
            case Input.Tend tend ->
                version.find(tend.instance()).filter(i -> isAlive(i)).isPresent();
            case Input.Thaw _, Input.Pause _, Input.Resume _, Input.Cancel _ -> false;
          };
      case Broken _ ->
          switch (command) {
            case Input.Replace _, Input.Delete _ -> true;
            case Input.Freeze _ -> !version.instances().isEmpty();
            case Input.Scale _,
                Input.Rouse _,
                Input.Tend _,
                Input.Thaw _,
                Input.Pause _,
                Input.Resume _,
                Input.Cancel _ ->
                false;
          };
      case Frozen _ -> command instanceof Input.Thaw || command instanceof Input.Delete;
      case Creating creating -> acceptsWhileMoving(command, creating.paused(), false);
      case Rolling rolling -> acceptsWhileMoving(command, rolling.paused(), true);
      case Returning _, Abandoning _, Tending _, Freezing _, Thawing _, Deleting _ -> false;
    };
  }

  private static boolean acceptsWhileMoving(
      Input.Command command, boolean paused, boolean scalable) {
    return switch (command) {
      case Input.Cancel _ -> true;
      case Input.Pause _ -> !paused;
      case Input.Resume _ -> paused;
      case Input.Scale _ -> scalable;
      case Input.Replace _,
          Input.Delete _,
          Input.Rouse _,
          Input.Tend _,
          Input.Freeze _,
          Input.Thaw _ ->
          false;
    };
  }

  /// Works `input` into `version`.
  ///
  /// @throws IllegalStateException for a command that [#accepts] says no to
  public static Planned plan(VersionRecord version, Input input, Instant now) {
    if (input instanceof Input.Command command && !accepts(version, command)) {
      throw new IllegalStateException(
          command.getClass().getSimpleName()
              + " is not legal while "
              + version.name()
              + " is "
              + version.rollout().getClass().getSimpleName());
    }
    var plan = new Plan(version, now);
    switch (input) {
      case Input.Replace replace -> replace(plan, replace);
      case Input.Delete delete -> {
        var current = plan.rollout().current();
        plan.become(new Deleting(delete.id(), current, endedBy(plan, current)));
      }
      case Input.Scale scale -> plan.scaledTo(scale.wanted());
      case Input.Rouse _ -> {
        if (plan.wanted() == 0) {
          plan.scaledTo(1);
        }
      }
      case Input.Tend tend -> TendSteps.begin(plan, tend);
      case Input.Freeze freeze -> FreezeSteps.freeze(plan, freeze.id());
      case Input.Thaw thaw -> FreezeSteps.thaw(plan, thaw.id());
      case Input.Pause _ -> setPaused(plan, true);
      case Input.Resume _ -> setPaused(plan, false);
      case Input.Cancel _ -> turnBack(plan, Failures.cancelled(), true);
      case Input.Observation observation -> Observations.take(plan, observation);
    }
    advance(plan);
    return plan.finish();
  }

  /// Never none: scaling to zero is a matter of load, not of deployment.
  private static int leastInstances(Configuration configuration) {
    return Math.max(1, configuration.scaling().min());
  }

  private static void replace(Plan plan, Input.Replace replace) {
    var current = plan.rollout().current();
    Optional<Broken> origin =
        plan.rollout() instanceof Broken broken && plan.count(_ -> true) == 0
            ? Optional.of(broken)
            : Optional.empty();
    var before = new Capacity(plan.count(i -> i.phase() == Phase.READY), plan.wanted());
    var target = plan.nextSpec(replace.target());
    int most = Math.max(1, replace.target().scaling().max());
    plan.want(Math.clamp(plan.wanted(), Math.min(most, leastInstances(replace.target())), most));
    var deadline = plan.now.plusSeconds(replace.target().roll().deadlineSeconds());
    plan.become(new Rolling(replace.id(), current, target, false, deadline, false, before, origin));
    plan.prepare(target);
  }

  private static void setPaused(Plan plan, boolean paused) {
    switch (plan.rollout()) {
      case Creating c ->
          plan.become(
              new Creating(
                  c.id(), c.current(), c.takesTraffic(), c.prepared(), c.deadline(), paused));
      case Rolling r ->
          plan.become(
              new Rolling(
                  r.id(),
                  r.current(),
                  r.target(),
                  r.prepared(),
                  r.deadline(),
                  paused,
                  r.before(),
                  r.origin()));
      case Steady _,
          Broken _,
          Abandoning _,
          Returning _,
          Tending _,
          Freezing _,
          Frozen _,
          Thawing _,
          Deleting _ ->
          throw new IllegalStateException("nothing to pause");
    }
  }

  /// Gives up what is under way: back to what was before, once (R39, R44).
  static void turnBack(Plan plan, Failure failure, boolean cancelled) {
    switch (plan.rollout()) {
      case Creating creating -> {
        var kind =
            creating.prepared() || cancelled ? Broken.Kind.DEPLOY_FAILED : Broken.Kind.BUILD_FAILED;
        var end = new Broken(creating.current(), kind, failure);
        plan.become(
            new Abandoning(
                creating.id(), end, failure, cancelled, endedBy(plan, creating.current())));
      }
      case Rolling rolling when rolling.origin().isPresent() ->
          plan.become(
              new Abandoning(
                  rolling.id(),
                  rolling.origin().get(),
                  failure,
                  cancelled,
                  endedBy(plan, rolling.target())));
      case Rolling rolling -> {
        plan.want(rolling.before().wanted());
        long allowed = rolling.current().configuration().roll().deadlineSeconds();
        plan.become(
            new Returning(
                rolling.id(),
                rolling.current(),
                rolling.target(),
                failure,
                cancelled,
                rolling.deadline().plusSeconds(allowed),
                rolling.before()));
      }
      case Steady _,
          Broken _,
          Abandoning _,
          Returning _,
          Tending _,
          Freezing _,
          Frozen _,
          Thawing _,
          Deleting _ -> {
        // Nothing is under way that could be given up.
      }
    }
  }

  private static void advance(Plan plan) {
    switch (plan.rollout()) {
      case Steady steady -> keep(plan, steady.current());
      case Broken _ -> plan.wakeBackedOff();
      case Creating creating -> create(plan, creating);
      case Rolling rolling -> roll(plan, rolling);
      case Returning returning -> goBack(plan, returning);
      case Abandoning abandoning -> abandon(plan, abandoning);
      case Tending tending -> TendSteps.advance(plan, tending);
      case Freezing freezing -> FreezeSteps.stop(plan, freezing);
      case Frozen _ -> {
        // Nothing runs, and nothing is to.
      }
      case Thawing thawing -> FreezeSteps.bringBack(plan, thawing);
      case Deleting deleting -> delete(plan, deleting);
    }
  }

  /// As many instances as wanted, all of the present configuration. Of too many, those that are not
  /// ready go first, then the newest.
  static void keep(Plan plan, Spec current) {
    plan.wakeBackedOff();
    plan.all(i -> isAlive(i) && !i.revision().equals(current.revision())).forEach(plan::retire);
    var alive = plan.all(RolloutPlanner::isAlive);
    for (int i = alive.size(); i < plan.wanted(); i++) {
      plan.start(current);
    }
    alive.stream()
        .sorted(Comparator.comparing(instance -> instance.phase() != Phase.READY))
        .skip(plan.wanted())
        .forEach(plan::retire);
  }

  private static void create(Plan plan, Creating creating) {
    if (!plan.now.isBefore(creating.deadline())) {
      turnBack(plan, tooLate(plan, creating.current()), false);
      advance(plan);
      return;
    }
    if (!creating.prepared() || creating.paused()) {
      return;
    }
    for (int i = plan.count(RolloutPlanner::isAlive); i < plan.wanted(); i++) {
      plan.start(creating.current());
    }
    if (new Replacement(plan, creating.current(), 0).isDone()) {
      plan.end(
          new Steady(creating.current()),
          new Outcome.Created(creating.id(), creating.takesTraffic()));
    }
  }

  private static void roll(Plan plan, Rolling rolling) {
    if (!plan.now.isBefore(rolling.deadline())) {
      turnBack(plan, tooLate(plan, rolling.target()), false);
      advance(plan);
      return;
    }
    plan.wakeBackedOff();
    if (!rolling.prepared() || rolling.paused()) {
      return;
    }
    if (new Replacement(plan, rolling.target(), rolling.before().ready()).advance()) {
      plan.end(new Steady(rolling.target()), new Outcome.Replaced(rolling.id(), rolling.current()));
    }
  }

  private static void goBack(Plan plan, Returning returning) {
    plan.wakeBackedOff();
    boolean done = new Replacement(plan, returning.current(), returning.before().ready()).advance();
    if (done) {
      plan.end(
          new Steady(returning.current()),
          new Outcome.Undone(returning.id(), returning.failure(), returning.cancelled(), false));
    } else if (!plan.now.isBefore(returning.deadline())) {
      var failure =
          Failures.returnFailed(returning.current().revision(), returning.failure().message());
      plan.end(
          new Broken(returning.current(), Broken.Kind.ROLLBACK_FAILED, failure),
          new Outcome.ReturnFailed(returning.id(), failure));
    }
  }

  private static void abandon(Plan plan, Abandoning abandoning) {
    if (nothingRuns(plan) || !plan.now.isBefore(abandoning.deadline())) {
      plan.end(
          abandoning.end(),
          new Outcome.Undone(abandoning.id(), abandoning.failure(), abandoning.cancelled(), true));
    }
  }

  private static void delete(Plan plan, Deleting deleting) {
    if (nothingRuns(plan)) {
      plan.end(deleting, new Outcome.Deleted(deleting.id()));
    } else if (!plan.now.isBefore(deleting.deadline())) {
      var failure = notEnded(plan);
      plan.end(
          new Broken(deleting.current(), Broken.Kind.DEPLOY_FAILED, failure),
          new Outcome.NotDeleted(deleting.id(), failure));
    }
  }

  /// Has everything ended that is alive, and says whether nothing is left of it.
  static boolean nothingRuns(Plan plan) {
    plan.all(RolloutPlanner::isAlive).forEach(plan::retire);
    return plan.count(i -> i.phase() != Phase.STOPPED) == 0;
  }

  /// When everything has ended that is being ended now, if it can be: the gateway has acknowledged,
  /// requests were drained, and both signals were sent.
  static Instant endedBy(Plan plan, Spec spec) {
    var stop = spec.configuration().stop();
    return plan.now.plusSeconds(stop.drainSeconds()).plusSeconds(stop.graceSeconds()).plus(ENDING);
  }

  static Failure notEnded(Plan plan) {
    String left =
        plan.all(i -> !isAlive(i) && i.phase() != Phase.STOPPED).stream()
            .map(instance -> instance.id().toString())
            .collect(Collectors.joining(", "));
    return Failures.notEnded(left);
  }

  static Failure tooLate(Plan plan, Spec target) {
    long ready =
        plan.count(i -> i.phase() == Phase.READY && i.revision().equals(target.revision()));
    return Failures.deadline(ready, plan.wanted(), target.configuration().roll().deadlineSeconds());
  }

  static boolean isAlive(Instance instance) {
    return switch (instance.phase()) {
      case STARTING, PROBING, READY, BACKING_OFF -> true;
      case DRAINING, STOPPING, STOPPED, FAILED -> false;
    };
  }
}
