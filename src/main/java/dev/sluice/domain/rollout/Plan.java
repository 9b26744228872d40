package dev.sluice.domain.rollout;

import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A version while one input is worked into it: a mutable copy that only the planner sees.
final class Plan {
  final Instant now;
  private final VersionRecord before;
  private final List<Instance> instances;
  private final List<Effect> effects = new ArrayList<>();
  private RolloutState rollout;
  private Revision lastRevision;
  private int lastInstance;
  private int wanted;
  private Optional<Instant> lastScaledAt;
  private Optional<Outcome> outcome = Optional.empty();

  Plan(VersionRecord version, Instant now) {
    this.now = now;
    this.before = version;
    this.instances = new ArrayList<>(version.instances());
    this.rollout = version.rollout();
    this.lastRevision = version.lastRevision();
    this.lastInstance = version.lastInstance();
    this.wanted = version.wanted();
    this.lastScaledAt = version.lastScaledAt();
  }

  VersionRecord version() {
    var same =
        new VersionRecord(
            before.name(),
            before.address(),
            before.createdAt(),
            before.updatedAt(),
            lastRevision,
            lastInstance,
            before.lastSnapshot(),
            wanted,
            lastScaledAt,
            rollout,
            instances);
    return same.equals(before) ? before : same.updated(now);
  }

  Planned finish() {
    var version = version();
    return new Planned(version, effects, outcome, Wake.next(version, now));
  }

  RolloutState rollout() {
    return rollout;
  }

  void become(RolloutState state) {
    rollout = state;
  }

  /// The operation is over: what was kept for show goes, and the outcome is told once.
  void end(RolloutState state, Outcome how) {
    instances.removeIf(instance -> instance.phase() == Phase.STOPPED);
    rollout = state;
    outcome = Optional.of(how);
  }

  int wanted() {
    return wanted;
  }

  void want(int count) {
    wanted = count;
  }

  void scaledTo(int count) {
    wanted = count;
    lastScaledAt = Optional.of(now);
  }

  Spec nextSpec(Configuration configuration) {
    lastRevision = lastRevision.next();
    return new Spec(lastRevision, configuration);
  }

  void prepare(Spec spec) {
    effects.add(new Effect.Prepare(spec));
  }

  Optional<Instance> find(InstanceId id) {
    return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
  }

  /// The instance if `run` is its present one; reports of earlier runs are void.
  Optional<Instance> find(InstanceId id, int run) {
    return find(id).filter(instance -> instance.restarts() == run);
  }

  void replace(Instance changed) {
    instances.replaceAll(instance -> instance.id().equals(changed.id()) ? changed : instance);
  }

  void remove(InstanceId id) {
    instances.removeIf(instance -> instance.id().equals(id));
  }

  List<Instance> all(Predicate<Instance> which) {
    return instances.stream().filter(which).toList();
  }

  int count(Predicate<Instance> which) {
    return (int) instances.stream().filter(which).count();
  }

  void start(Spec spec) {
    lastInstance++;
    var id = new InstanceId(before.name() + "-i" + lastInstance);
    var instance = Instance.starting(id, spec.revision(), now);
    instances.add(instance);
    effects.add(new Effect.Run(instance, spec));
  }

  void run(Instance instance) {
    effects.add(new Effect.Run(instance, specOf(instance)));
  }

  /// Out of rotation, then drained and ended.
  void retire(Instance instance) {
    var draining = instance.draining();
    replace(draining);
    effects.add(new Effect.Stop(draining, specOf(instance)));
  }

  /// Ended by itself, or is not wanted to go on: kept for its log, its remains are cleaned up.
  void fail(Instance instance, String how) {
    var failed = instance.failed(how);
    replace(failed);
    effects.add(new Effect.Stop(failed, specOf(instance)));
  }

  void stopAgain(Instance instance) {
    effects.add(new Effect.Stop(instance, specOf(instance)));
  }

  void backOff(Instance instance, String how) {
    int failures = BackOff.failuresBefore(instance, now);
    replace(instance.backingOff(now.plus(BackOff.delay(failures)), failures + 1, how));
  }

  /// Starts instances whose back-off is over.
  void wakeBackedOff() {
    for (var instance : all(i -> i.phase() == Phase.BACKING_OFF)) {
      if (!instance.retryAt().orElseThrow().isAfter(now)) {
        var again = instance.restarting(now);
        replace(again);
        run(again);
      }
    }
  }

  private Spec specOf(Instance instance) {
    return rollout.specOf(instance.revision());
  }
}
