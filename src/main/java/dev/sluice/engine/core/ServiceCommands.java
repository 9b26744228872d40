package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.rollout.RolloutPlanner;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.api.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Commands on services themselves.
final class ServiceCommands {
  private final Kernel kernel;
  private final Audit audit;

  ServiceCommands(Kernel kernel, Audit audit) {
    this.kernel = kernel;
    this.audit = audit;
  }

  ServiceView create(ServiceName name, boolean publicAccess) {
    var call = new Audit.Call("service.create", name.value(), "");
    return audit.recording(
        call,
        () ->
            kernel.ask(
                name,
                () -> {
                  if (kernel.find(name).isPresent()) {
                    throw Problems.serviceExists(name);
                  }
                  var work = new Work(kernel, name);
                  var now = work.now();
                  work.create(
                      new ServiceState(
                          ServiceRecord.created(
                              name, publicAccess, kernel.store.lastVersion(name), now),
                          new TrafficRecord(
                              name, 0, TrafficPolicy.ByPercent.OFF, audit.caller(), "", now),
                          new TreeMap<>(),
                          Map.of()));
                  audit.accepted(work, call, Optional.empty(), Optional.empty());
                  var _ = kernel.commit(work);
                  return Views.service(work.state());
                }));
  }

  ServiceView changePublicAccess(ServiceName name, boolean publicAccess) {
    var call = new Audit.Call("service.public", name.value(), "");
    return audit.recording(
        call,
        () -> {
          var applied =
              kernel.ask(
                  name,
                  () -> {
                    var old = kernel.get(name).service();
                    var work = new Work(kernel, name);
                    work.put(old.withPublicAccess(publicAccess, work.now()));
                    audit.accepted(
                        work,
                        call,
                        Optional.of(Boolean.toString(old.publicAccess())),
                        Optional.of(Boolean.toString(publicAccess)));
                    return kernel.commit(work);
                  });
          Acknowledgements.await(applied);
          return Views.service(kernel.get(name));
        });
  }

  /// R5. Every version that runs takes part; one that never did has nothing to stop.
  Operation freeze(ServiceName name, String remark) {
    var call = new Audit.Call("service.freeze", name.value(), remark);
    return audit.recording(
        call,
        () ->
            kernel.ask(
                name,
                () -> {
                  if (kernel.get(name).service().frozen()) {
                    throw Problems.alreadyFrozen(name);
                  }
                  return move(name, Operation.Kind.FREEZE, Input.Freeze::new, call);
                }));
  }

  /// R5. The same versions, traffic and addresses come back.
  Operation unfreeze(ServiceName name, String remark) {
    var call = new Audit.Call("service.unfreeze", name.value(), remark);
    return audit.recording(
        call,
        () ->
            kernel.ask(
                name,
                () -> {
                  if (!kernel.get(name).service().frozen()) {
                    throw Problems.notFrozen(name);
                  }
                  return move(name, Operation.Kind.UNFREEZE, Input.Thaw::new, call);
                }));
  }

  private Operation move(
      ServiceName name,
      Operation.Kind kind,
      Function<OperationId, Input.Command> command,
      Audit.Call call) {
    var state = kernel.get(name);
    for (var version : state.versions().keySet()) {
      state
          .runningOn(version)
          .ifPresent(
              running -> {
                throw Problems.busy(version, running);
              });
    }
    var id = kernel.nextOperation();
    var taking =
        state.versions().values().stream()
            .filter(version -> RolloutPlanner.accepts(version, command.apply(id)))
            .toList();
    var work = new Work(kernel, name);
    work.put(state.service().withFrozen(kind == Operation.Kind.FREEZE, work.now()));
    work.put(begun(work, id, kind, call, taking));
    for (var version : taking) {
      var planned = RolloutPlanner.plan(version, command.apply(id), work.now());
      VersionSteps.apply(kernel, work, version, planned, work.state().running(id));
    }
    audit.accepted(work, call, Optional.empty(), Optional.of(id.value()));
    var _ = kernel.commit(work);
    return kernel.store.operation(id).orElseThrow();
  }

  private Operation begun(
      Work work, OperationId id, Operation.Kind kind, Audit.Call call, List<VersionRecord> taking) {
    var operation =
        new Operation(
            id,
            kind,
            work.service(),
            Optional.empty(),
            Optional.empty(),
            Operation.State.RUNNING,
            new Operation.Progress(0, 1),
            List.of(),
            Optional.empty(),
            audit.caller(),
            call.remark(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            work.now(),
            Optional.empty());
    return FreezeLog.begun(operation, taking.stream().map(VersionRecord::name).toList());
  }

  void delete(ServiceName name) {
    var call = new Audit.Call("service.delete", name.value(), "");
    var applied =
        audit.recording(
            call,
            () ->
                kernel.ask(
                    name,
                    () -> {
                      var versions = kernel.get(name).versions();
                      if (!versions.isEmpty()) {
                        throw Problems.serviceHasVersions(name, new TreeSet<>(versions.keySet()));
                      }
                      var work = new Work(kernel, name);
                      work.delete();
                      audit.accepted(work, call, Optional.empty(), Optional.empty());
                      return kernel.commit(work);
                    }));
    Acknowledgements.await(applied);
  }
}
