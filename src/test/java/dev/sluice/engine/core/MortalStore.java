package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.port.Store;
import java.util.List;
import java.util.Optional;

/// A store as one life of an engine sees it; each commit has a point before and one after it.
record MortalStore(Store store, Incarnation life) implements Store {
  @Override
  public Contents load() {
    return life.pass(store::load);
  }

  @Override
  public List<Long> commit(List<Change> changes) {
    return life.count("commit of " + kinds(changes), () -> store.commit(changes));
  }

  private static List<String> kinds(List<Change> changes) {
    return changes.stream().map(change -> change.getClass().getSimpleName()).toList();
  }

  @Override
  public Slice<Snapshot> snapshots(VersionName version, long offset, int limit) {
    return life.pass(() -> store.snapshots(version, offset, limit));
  }

  @Override
  public Optional<Snapshot> snapshot(SnapshotId id) {
    return life.pass(() -> store.snapshot(id));
  }

  @Override
  public Slice<Operation> operations(
      Optional<ServiceName> service, Optional<VersionName> version, long offset, int limit) {
    return life.pass(() -> store.operations(service, version, offset, limit));
  }

  @Override
  public Optional<Operation> operation(OperationId id) {
    return life.pass(() -> store.operation(id));
  }

  @Override
  public int lastVersion(ServiceName service) {
    return life.pass(() -> store.lastVersion(service));
  }

  @Override
  public Slice<TrafficRecord> trafficHistory(ServiceName service, long offset, int limit) {
    return life.pass(() -> store.trafficHistory(service, offset, limit));
  }

  @Override
  public Slice<AuditRecord> audit(long offset, int limit) {
    return life.pass(() -> store.audit(offset, limit));
  }

  @Override
  public List<EventRecord> eventsAfter(long after, int limit) {
    return life.pass(() -> store.eventsAfter(after, limit));
  }

  @Override
  public EventRange eventRange() {
    return life.pass(store::eventRange);
  }

  /// Not what a killed engine does; the store is closed by whoever opened it.
  @Override
  public void close() {
    throw new UnsupportedOperationException("the engine does not close its store");
  }
}
