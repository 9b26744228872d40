package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.Kind;
import dev.sluice.domain.history.Operation.Progress;
import dev.sluice.domain.history.Operation.State;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.rollout.RolloutPlanner;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.NewVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Commands that start, steer or end operations on versions.
final class VersionCommands {
  private final Kernel kernel;
  private final Audit audit;
  private final Configurations configurations;

  VersionCommands(Kernel kernel, Audit audit, Configurations configurations) {
    this.kernel = kernel;
    this.audit = audit;
    this.configurations = configurations;
  }

  /// Which operation is to be begun, and how it is recorded.
  private record Intent(Kind kind, Optional<SnapshotId> snapshot, Audit.Call call) {}

  Operation create(ServiceName service, NewVersion wanted) {
    var call = new Audit.Call("version.create", service.value(), wanted.remark());
    return audit.recording(
        call,
        () -> {
          kernel.get(service);
          if (wanted.startTraffic() != 0 && wanted.startTraffic() != 100) {
            throw Problems.invalid(
                List.of(Violations.startTraffic(Integer.toString(wanted.startTraffic()))));
          }
          var configuration = configurations.ready(configurations.resolve(wanted.origin()));
          return kernel.ask(service, () -> begin(service, configuration, wanted, call));
        });
  }

  private Operation begin(
      ServiceName service, Configuration configuration, NewVersion wanted, Audit.Call call) {
    var work = new Work(kernel, service);
    var old = work.state().service();
    requireRunning(old);
    var name = new VersionName(service, old.lastVersion() + 1);
    work.put(old.withNextVersion(work.now()));
    var planned =
        RolloutPlanner.create(
            name,
            reserve(name, configuration.port()),
            kernel.nextOperation(),
            configuration,
            wanted.startTraffic() == 100,
            work.now());
    var id = planned.version().rollout().operation().orElseThrow();
    var intent = new Intent(Kind.CREATE, Optional.empty(), call);
    VersionSteps.apply(
        kernel,
        work,
        planned.version(),
        planned,
        Optional.of(
            operation(work, id, name, intent, ChangedFields.NONE, planned.version().wanted())));
    audit.accepted(work, call, Optional.empty(), Optional.of(name.toString()));
    var _ = kernel.commit(work);
    return kernel.get(service).runningOn(name).orElseThrow();
  }

  private Endpoint reserve(VersionName name, int port) {
    try {
      return kernel.platform.reserveAddress(name, port, kernel.takenAddresses());
    } catch (IOException e) {
      throw Problems.noAddress(String.valueOf(e.getMessage()));
    }
  }

  Operation redeploy(
      VersionName version,
      Configuration draft,
      Optional<Revision> base,
      String remark,
      boolean force) {
    var call = new Audit.Call("version.redeploy", version.toString(), remark);
    return audit.recording(
        call,
        () -> {
          var present = get(version);
          requireFresh(present, base);
          var before = present.rollout().current().configuration();
          var target = configurations.ready(draft.withSecretsOf(before));
          var intent = new Intent(Kind.REDEPLOY, Optional.empty(), call);
          return replace(version, _ -> target, base, force, intent);
        });
  }

  Operation rollback(VersionName version, SnapshotId id, Optional<Revision> base, String remark) {
    var call = new Audit.Call("version.rollback", version.toString(), remark);
    return audit.recording(
        call,
        () -> {
          requireFresh(get(version), base);
          var target = configurations.ready(configurations.getSnapshot(version, id));
          var intent = new Intent(Kind.ROLLBACK, Optional.of(id), call);
          return replace(version, _ -> target, base, false, intent);
        });
  }

  Operation restart(VersionName version, String remark) {
    var call = new Audit.Call("version.restart", version.toString(), remark);
    var intent = new Intent(Kind.RESTART, Optional.empty(), call);
    return audit.recording(
        call, () -> replace(version, present -> present, Optional.empty(), true, intent));
  }

  private Operation replace(
      VersionName version,
      UnaryOperator<Configuration> target,
      Optional<Revision> base,
      boolean force,
      Intent intent) {
    return kernel.ask(
        version.service(),
        () -> {
          var present = get(version);
          var id = kernel.nextOperation();
          requireRunning(kernel.get(version.service()).service());
          var before = present.rollout().current();
          var command = new Input.Replace(id, target.apply(before.configuration()));
          requireAccepted(present, command);
          requireFresh(present, base);
          if (!force && command.target().equals(before.configuration())) {
            throw Problems.unchanged(version);
          }
          return begin(present, command, id, intent, "revision " + before.revision());
        });
  }

  Operation delete(VersionName version) {
    var call = new Audit.Call("version.delete", version.toString(), "");
    return audit.recording(
        call,
        () ->
            kernel.ask(
                version.service(),
                () -> {
                  var present = get(version);
                  var policy = kernel.get(version.service()).traffic().policy();
                  requireNoTraffic(version, policy);
                  var id = kernel.nextOperation();
                  var command = new Input.Delete(id);
                  requireAccepted(present, command);
                  var intent = new Intent(Kind.DELETE, Optional.empty(), call);
                  return begin(present, command, id, intent, version.toString());
                }));
  }

  /// R58.
  private static void requireNoTraffic(VersionName version, TrafficPolicy policy) {
    switch (policy) {
      case TrafficPolicy.ByPercent byPercent -> {
        if (byPercent.versions().contains(version)) {
          throw Problems.hasTraffic(version, byPercent.shareOf(version).value());
        }
      }
      case TrafficPolicy.ByRules byRules -> {
        if (byRules.fallback().equals(version)) {
          throw Problems.isDefault(version);
        }
        for (var rule : byRules.rules()) {
          if (rule.version().equals(version)) {
            throw Problems.namedByRule(version, rule.priority());
          }
        }
      }
    }
  }

  /// R67: another instance takes the place of this one, and is ready before it leaves.
  Operation restartInstance(VersionName version, InstanceId instance, String remark) {
    var call = new Audit.Call("instance.restart", instance.value(), remark);
    return tend(version, instance, true, new Intent(Kind.RESTART, Optional.empty(), call));
  }

  /// R67: the version has one instance fewer.
  Operation removeInstance(VersionName version, InstanceId instance, String remark) {
    var call = new Audit.Call("instance.remove", instance.value(), remark);
    return tend(version, instance, false, new Intent(Kind.SCALE, Optional.empty(), call));
  }

  private Operation tend(
      VersionName version, InstanceId instance, boolean replaced, Intent intent) {
    return audit.recording(
        intent.call(),
        () ->
            kernel.ask(
                version.service(),
                () -> {
                  var present = get(version);
                  if (present.find(instance).isEmpty()) {
                    throw Problems.unknownInstance(instance.value());
                  }
                  var id = kernel.nextOperation();
                  var command = new Input.Tend(id, instance, replaced);
                  requireTendable(present, command);
                  return begin(present, command, id, intent, instance.value());
                }));
  }

  private void requireTendable(VersionRecord present, Input.Tend command) {
    if (!RolloutPlanner.accepts(present, command)) {
      requireIdle(present);
      throw present.rollout() instanceof RolloutState.Steady
          ? Problems.instanceLeaving(command.instance())
          : Problems.notRunning(present.name(), Views.state(present));
    }
    int least = Math.max(1, present.rollout().current().configuration().scaling().min());
    if (!command.replaced() && present.wanted() <= least) {
      throw Problems.fewestInstances(present.name(), least);
    }
  }

  private Operation begin(
      VersionRecord present, Input.Command command, OperationId id, Intent intent, String before) {
    var work = new Work(kernel, present.name().service());
    var planned = RolloutPlanner.plan(present, command, work.now());
    var changes = changes(present, command);
    var operation =
        operation(work, id, present.name(), intent, changes, planned.version().wanted());
    work.put(operation);
    VersionSteps.apply(kernel, work, present, planned, Optional.of(operation));
    audit.accepted(work, intent.call(), Optional.of(before), Optional.of(id.value()));
    var _ = kernel.commit(work);
    return kernel.store.operation(id).orElse(operation);
  }

  /// Pauses, resumes or cancels.
  Operation steer(OperationId id, Input.Command command, String action, String done) {
    var call = new Audit.Call("operation." + action, id.value(), "");
    return audit.recording(
        call,
        () -> {
          var known = kernel.store.operation(id).orElseThrow(() -> Problems.unknownOperation(id));
          var version = known.version().orElseThrow(() -> Problems.notThatFar(id, done));
          return kernel.ask(version.service(), () -> steer(id, version, command, done, call));
        });
  }

  private Operation steer(
      OperationId id, VersionName version, Input.Command command, String done, Audit.Call call) {
    var state = kernel.find(version.service());
    var present = state.flatMap(s -> s.find(version));
    var running = state.flatMap(s -> s.runningOn(version)).filter(op -> op.id().equals(id));
    if (present.isEmpty() || running.isEmpty() || !RolloutPlanner.accepts(present.get(), command)) {
      throw Problems.notThatFar(id, done);
    }
    var work = new Work(kernel, version.service());
    var planned = RolloutPlanner.plan(present.get(), command, work.now());
    VersionSteps.apply(kernel, work, present.get(), planned, running);
    audit.accepted(work, call, Optional.empty(), Optional.empty());
    var _ = kernel.commit(work);
    return kernel.store.operation(id).orElseThrow();
  }

  private VersionRecord get(VersionName version) {
    return kernel
        .get(version.service())
        .find(version)
        .orElseThrow(() -> Problems.unknownVersion(version));
  }

  private void requireAccepted(VersionRecord present, Input.Command command) {
    if (!RolloutPlanner.accepts(present, command)) {
      requireIdle(present);
      throw Problems.frozen(present.name().service());
    }
  }

  /// R42.
  private void requireIdle(VersionRecord present) {
    kernel
        .get(present.name().service())
        .runningOn(present.name())
        .ifPresent(
            running -> {
              throw Problems.busy(present.name(), running);
            });
  }

  private static void requireRunning(ServiceRecord service) {
    if (service.frozen()) {
      throw Problems.frozen(service.name());
    }
  }

  /// R46.
  private void requireFresh(VersionRecord present, Optional<Revision> base) {
    var now = present.rollout().current().revision();
    if (base.isPresent() && !base.get().equals(now)) {
      var changed = configurations.changedSince(present, base.get());
      throw Problems.stale(present.name(), base.get(), now, changed);
    }
  }

  private static ChangedFields changes(VersionRecord present, Input.Command command) {
    return command instanceof Input.Replace replace
        ? ChangedFields.between(present.rollout().current().configuration(), replace.target())
        : ChangedFields.NONE;
  }

  private Operation operation(
      Work work,
      OperationId id,
      VersionName version,
      Intent intent,
      ChangedFields changes,
      int total) {
    return new Operation(
        id,
        intent.kind(),
        version.service(),
        Optional.of(version),
        intent.snapshot(),
        State.RUNNING,
        new Progress(0, total),
        List.of(),
        Optional.empty(),
        audit.caller(),
        intent.call().remark(),
        changes.before(),
        changes.after(),
        List.of(),
        work.now(),
        Optional.empty());
  }
}
