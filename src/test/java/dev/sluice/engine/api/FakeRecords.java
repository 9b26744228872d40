package dev.sluice.engine.api;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything [FakeDeploymentEngine] keeps. Its clock moves on by one second with every look, so
/// that two runs of a test see the same times. Guarded by the engine's lock.
final class FakeRecords {
  static final Instant BEGINNING = Instant.parse("2026-11-23T08:00:00Z");

  final String by;
  final SortedMap<ServiceName, FakeService> services = new TreeMap<>();

  /// Of services that are gone (R6).
  final Map<ServiceName, Integer> lastVersions = new HashMap<>();

  final SortedMap<OperationId, Operation> operations = new TreeMap<>();
  final List<AuditEntry> audit = new ArrayList<>();
  final FakeEvents events = new FakeEvents();
  private long ticks;
  private int lastAddress;

  FakeRecords(String by) {
    this.by = by;
  }

  Instant now() {
    return BEGINNING.plusSeconds(ticks++);
  }

  /// A loopback address that no version had before (R7).
  String nextAddress() {
    int number = ++lastAddress;
    return "127.64." + number / 250 + "." + (number % 250 + 1);
  }

  FakeService service(ServiceName name) {
    var service = services.get(name);
    if (service == null) {
      throw FakeRefusals.unknown("Service", name);
    }
    return service;
  }

  FakeVersion version(VersionName name) {
    var service = services.get(name.service());
    var version = service == null ? null : service.versions.get(name);
    if (version == null) {
      throw FakeRefusals.unknown("Version", name);
    }
    return version;
  }

  Operation operation(OperationId id) {
    var operation = operations.get(id);
    if (operation == null) {
      throw FakeRefusals.unknown("Operation", id);
    }
    return operation;
  }

  void changed(EngineEvent.Change change) {
    events.add(now(), change);
  }

  void serviceChanged(FakeService service) {
    service.updatedAt = now();
    changed(new EngineEvent.ServiceChanged(service.view()));
  }

  void versionChanged(FakeVersion version) {
    version.updatedAt = now();
    int share = service(version.name.service()).shareOf(version.name);
    changed(new EngineEvent.VersionChanged(version.view(share), version.instances));
  }

  void record(String action, Object target, String remark, String outcome) {
    audit.add(
        new AuditEntry(
            audit.size() + 1L,
            now(),
            by,
            action,
            target.toString(),
            remark,
            outcome,
            Optional.empty(),
            Optional.empty()));
  }

  Operation begin(
      Operation.Kind kind,
      ServiceName service,
      Optional<VersionName> version,
      Optional<SnapshotId> snapshot,
      String remark,
      int total) {
    var operation =
        new Operation(
            new OperationId("op-%06d".formatted(operations.size() + 1)),
            kind,
            service,
            version,
            snapshot,
            Operation.State.RUNNING,
            new Operation.Progress(0, total),
            List.of(),
            Optional.empty(),
            by,
            remark,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            now(),
            Optional.empty());
    operations.put(operation.id(), operation);
    changed(new EngineEvent.OperationChanged(operation));
    return operation;
  }

  /// Adds a finished step and moves progress on by one part.
  Operation step(OperationId id, String name) {
    var before = operation(id);
    var steps = new ArrayList<>(before.steps());
    var at = now();
    steps.add(
        new Operation.Step(
            name, Operation.StepState.DONE, at, Optional.of(now()), Optional.empty()));
    int done = Math.min(before.progress().total(), before.progress().done() + 1);
    var progress = new Operation.Progress(done, before.progress().total());
    return put(copy(before, before.state(), progress, steps, before.problem(), before.log()));
  }

  Operation state(OperationId id, Operation.State state) {
    var before = operation(id);
    return put(
        copy(before, state, before.progress(), before.steps(), before.problem(), before.log()));
  }

  Operation end(
      OperationId id, Operation.State state, Optional<Failure> problem, List<String> log) {
    var before = operation(id);
    return put(copy(before, state, before.progress(), before.steps(), problem, log));
  }

  private Operation put(Operation operation) {
    operations.put(operation.id(), operation);
    changed(new EngineEvent.OperationChanged(operation));
    return operation;
  }

  private Operation copy(
      Operation of,
      Operation.State state,
      Operation.Progress progress,
      List<Operation.Step> steps,
      Optional<Failure> problem,
      List<String> log) {
    return new Operation(
        of.id(),
        of.kind(),
        of.service(),
        of.version(),
        of.snapshot(),
        state,
        progress,
        steps,
        problem,
        of.by(),
        of.remark(),
        of.before(),
        of.after(),
        log,
        of.startedAt(),
        state.isFinal() ? Optional.of(now()) : Optional.empty());
  }

  static <T> Page<T> page(List<T> all, Page.Request request) {
    var items = all.stream().skip(request.offset()).limit(request.size()).toList();
    return new Page<>(items, all.size());
  }

  /// The values of a map whose keys grow with time.
  static <T> List<T> newestFirst(Map<?, T> map) {
    return new ArrayList<>(map.values()).reversed();
  }
}
