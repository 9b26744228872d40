package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.domain.history.ConfigurationDigest;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.rollout.Outcome;
import dev.sluice.domain.rollout.Planned;
import dev.sluice.domain.rollout.RolloutPlanner;
import dev.sluice.domain.rollout.Spec;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficRecord;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Feeds the planner and works what it wants into a [Work]: the version, its operation's record,
/// and what the end of an operation brings with it. On the service's writer only.
final class VersionSteps {
  private static final System.Logger LOG = System.getLogger(VersionSteps.class.getName());

  /// How much of a failed instance's log is kept with the operation (R39).
  private static final int KEPT_LOG_LINES = 200;

  private VersionSteps() {}

  /// An observation about a version that may be gone by now.
  static void observe(Kernel kernel, VersionName name, Input input) {
    var version = kernel.find(name.service()).flatMap(state -> state.find(name));
    boolean fits =
        version.isPresent()
            && (!(input instanceof Input.Command command)
                || RolloutPlanner.accepts(version.get(), command));
    if (!fits) {
      return;
    }
    var work = new Work(kernel, name.service());
    var planned = RolloutPlanner.plan(version.get(), input, work.now());
    apply(kernel, work, version.get(), planned, work.state().runningOn(name));
    var _ = kernel.commit(work);
  }

  /// Works `planned` into `work`.
  ///
  /// @param operation that is running on the version
  static void apply(
      Kernel kernel,
      Work work,
      VersionRecord before,
      Planned planned,
      Optional<Operation> operation) {
    var after = planned.version();
    var name = after.name();
    work.perform(name, planned.effects());
    work.wake(name, planned.wake());
    if (!after.equals(before) || work.state().find(name).isEmpty()) {
      work.put(after);
    }
    operation.ifPresent(
        running -> {
          if (FreezeLog.isFor(running)) {
            planned
                .outcome()
                .map(outcome -> FreezeLog.ended(running, name, outcome, work.now()))
                .ifPresent(work::put);
            return;
          }
          var written = OperationLog.record(running, before, after, planned.outcome(), work.now());
          var culprit = OperationLog.culprit(before, after);
          var complete = culprit.map(i -> withLog(written, kernel, name, i.id())).orElse(written);
          planned.outcome().ifPresent(outcome -> end(kernel, work, after, outcome, complete));
          if (!complete.equals(running)) {
            work.put(complete);
          }
        });
    for (var instance : before.instances()) {
      if (after.find(instance.id()).isEmpty()) {
        work.forget(name, instance.id());
      }
    }
  }

  private static Operation withLog(
      Operation operation, Kernel kernel, VersionName version, InstanceId instance) {
    return new Operation(
        operation.id(),
        operation.kind(),
        operation.service(),
        operation.version(),
        operation.snapshot(),
        operation.state(),
        operation.progress(),
        operation.steps(),
        operation.problem(),
        operation.by(),
        operation.remark(),
        operation.before(),
        operation.after(),
        lastWords(kernel, version, instance),
        operation.startedAt(),
        operation.endedAt());
  }

  /// A log that cannot be read must not keep an operation from ending.
  private static List<String> lastWords(Kernel kernel, VersionName version, InstanceId instance) {
    try {
      return kernel.platform.tailLog(version, instance, KEPT_LOG_LINES);
    } catch (UncheckedIOException e) {
      LOG.log(WARNING, "The log of " + instance + " cannot be read.", e);
      return List.of();
    }
  }

  private static void end(
      Kernel kernel, Work work, VersionRecord version, Outcome outcome, Operation operation) {
    switch (outcome) {
      case Outcome.Created created -> {
        if (created.takesTraffic()) {
          takeAllTraffic(work, version.name(), operation);
        }
      }
      case Outcome.Replaced replaced -> {
        if (operation.kind() != Operation.Kind.RESTART) {
          addSnapshot(work, version, replaced.replaced(), operation);
        }
      }
      case Outcome.Deleted _ -> {
        work.delete(version.name());
        Deletions.forget(kernel, work, version.name());
      }
      case Outcome.Undone _,
          Outcome.ReturnFailed _,
          Outcome.Tended _,
          Outcome.Frozen _,
          Outcome.NotDeleted _,
          Outcome.Thawed _ -> {
        // Adds no snapshot (R48) and moves no traffic (R10).
      }
    }
  }

  /// R9. The other versions have 0 because the policy names only this one (R20).
  private static void takeAllTraffic(Work work, VersionName version, Operation operation) {
    var traffic = work.state().traffic();
    work.put(
        new TrafficRecord(
            version.service(),
            traffic.revision() + 1,
            allTo(version, traffic.policy()),
            operation.by(),
            operation.remark(),
            work.now()));
  }

  private static TrafficPolicy allTo(VersionName version, TrafficPolicy before) {
    boolean sticky = before instanceof TrafficPolicy.ByPercent shares && shares.sticky();
    return TrafficPolicy.ByPercent.allTo(version).withSticky(sticky);
  }

  /// R47, R55: what the version had before, in the same commit as the success.
  private static void addSnapshot(
      Work work, VersionRecord version, Spec replaced, Operation operation) {
    var counted = version.withSnapshotTaken();
    work.put(counted);
    work.add(
        new Snapshot(
            new SnapshotId(version.name() + "." + counted.lastSnapshot()),
            version.name(),
            counted.lastSnapshot(),
            replaced.configuration(),
            replaced.revision(),
            operation.by(),
            operation.remark(),
            operation.id(),
            work.now(),
            ConfigurationDigest.of(replaced.configuration())));
  }
}
