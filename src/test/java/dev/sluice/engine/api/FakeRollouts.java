package dev.sluice.engine.api;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operations of [FakeDeploymentEngine] that take time: they go on by [#advance], and end by
/// [#finish] or [#fail]. Guarded by the engine's lock.
final class FakeRollouts {
  private final FakeRecords records;
  private final Map<OperationId, Work> running = new HashMap<>();

  FakeRollouts(FakeRecords records) {
    this.records = records;
  }

  Operation create(FakeService service, Configuration configuration, NewVersion wanted) {
    var name = new VersionName(service.name, ++service.lastVersion);
    var address = new Endpoint(records.nextAddress(), configuration.port());
    var version = new FakeVersion(name, address, configuration, records.now());
    service.versions.put(name, version);
    records.serviceChanged(service);
    var work = new Work(version, configuration, Revision.FIRST, wanted.startTraffic());
    return begin(Operation.Kind.CREATE, work, Optional.empty(), wanted.remark());
  }

  Operation roll(
      Operation.Kind kind,
      FakeVersion version,
      Configuration target,
      Optional<SnapshotId> snapshot,
      String remark) {
    version.lastRevision = version.lastRevision.next();
    version.state = VersionView.State.UPDATING;
    return begin(kind, new Work(version, target, version.lastRevision, 0), snapshot, remark);
  }

  Operation delete(FakeVersion version) {
    version.state = VersionView.State.DELETING;
    var work = new Work(version, version.configuration, version.revision, 0);
    return begin(Operation.Kind.DELETE, work, Optional.empty(), "");
  }

  private Operation begin(
      Operation.Kind kind, Work work, Optional<SnapshotId> snapshot, String remark) {
    var version = work.version;
    int parts = kind == Operation.Kind.DELETE ? version.instances.size() : work.wanted();
    var operation =
        records.begin(
            kind, version.name.service(), Optional.of(version.name), snapshot, remark, parts);
    version.operation = Optional.of(operation.id());
    running.put(operation.id(), work);
    records.versionChanged(version);
    return operation;
  }

  boolean isRunning(OperationId id) {
    return running.containsKey(id);
  }

  /// Replaces, starts or stops one instance; false when none is left.
  boolean advance(OperationId id) {
    var work = work(id);
    var kind = records.operation(id).kind();
    boolean more = kind == Operation.Kind.DELETE ? stopOne(id, work) : replaceOne(id, work);
    if (more) {
      records.versionChanged(work.version);
    }
    return more;
  }

  private boolean stopOne(OperationId id, Work work) {
    if (work.version.instances.isEmpty()) {
      return false;
    }
    records.step(id, "stop " + work.version.instances.removeFirst().id());
    return true;
  }

  private boolean replaceOne(OperationId id, Work work) {
    if (work.fresh() >= work.wanted()) {
      return false;
    }
    var instances = work.version.instances;
    var old = instances.stream().filter(i -> !i.revision().equals(work.revision)).findFirst();
    var fresh = work.version.start(work.revision, Instance.Phase.READY, records.now());
    old.ifPresent(instances::remove);
    records.step(id, "start " + fresh.id());
    return true;
  }

  Operation finish(OperationId id) {
    while (advance(id)) {
      // until every instance is on the new configuration
    }
    var work = work(id);
    var operation = records.operation(id);
    settle(id, work);
    switch (operation.kind()) {
      case DELETE -> remove(work.version);
      case REDEPLOY, ROLLBACK -> adopt(work, operation);
      case CREATE -> takeTraffic(work);
      case RESTART, TRAFFIC, SHIFT, FREEZE, UNFREEZE, SCALE ->
          work.version.revision = work.revision;
    }
    if (operation.kind() != Operation.Kind.DELETE) {
      work.version.state = VersionView.State.NORMAL;
      work.version.instances.removeIf(i -> !i.revision().equals(work.revision));
      records.versionChanged(work.version);
    }
    return records.end(id, Operation.State.SUCCEEDED, Optional.empty(), List.of());
  }

  private void adopt(Work work, Operation operation) {
    var version = work.version;
    var kept = version.snapshot(records.by, operation.remark(), operation.id(), records.now());
    version.configuration = work.target;
    version.revision = work.revision;
    records.changed(new EngineEvent.SnapshotAdded(version.name, kept.id()));
  }

  private void takeTraffic(Work work) {
    if (work.startTraffic != 100) {
      return;
    }
    var service = records.service(work.version.name.service());
    var policy = TrafficPolicy.ByPercent.allTo(work.version.name);
    long number = service.traffic().revision() + 1;
    service.policies.add(new TrafficView(policy, number, records.now(), records.by));
    records.serviceChanged(service);
  }

  private void remove(FakeVersion version) {
    var service = records.service(version.name.service());
    service.versions.remove(version.name);
    records.changed(new EngineEvent.VersionDeleted(version.name));
    records.serviceChanged(service);
  }

  /// R39: everything as it was, with the log of the instance that failed.
  Operation fail(OperationId id, Failure failure, Operation.State end, List<String> log) {
    var work = work(id);
    settle(id, work);
    var version = work.version;
    if (records.operation(id).kind() == Operation.Kind.CREATE) {
      version.state = VersionView.State.DEPLOY_FAILED;
      version.reason = Optional.of(failure);
      version.instances.clear();
    } else {
      version.state = VersionView.State.NORMAL;
      version.instances.removeIf(i -> !i.revision().equals(version.revision));
      while (version.instances.size() < version.wanted()) {
        version.start(version.revision, Instance.Phase.READY, records.now());
      }
    }
    records.versionChanged(version);
    return records.end(id, end, Optional.of(failure), log);
  }

  private void settle(OperationId id, Work work) {
    running.remove(id);
    work.version.operation = Optional.empty();
    work.version.reason = Optional.empty();
  }

  private Work work(OperationId id) {
    var work = running.get(id);
    if (work == null) {
      throw new IllegalStateException(id + " is not running");
    }
    return work;
  }

  private record Work(
      FakeVersion version, Configuration target, Revision revision, int startTraffic) {
    int wanted() {
      return target.scaling().min();
    }

    long fresh() {
      return version.instances.stream().filter(i -> i.revision().equals(revision)).count();
    }
  }
}
