package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.rollout.Effect;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.port.Store.AuditRecord;
import dev.sluice.engine.port.Store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One change of one service while its writer puts it together: what the service will be, what is
/// to be written for that, and what is to be done once it is written. Only its writer's thread
/// touches it.
final class Work {
  private final ServiceName service;
  private final Optional<ServiceState> before;
  private final Instant now;
  private final Measurements measurements;
  private final List<Change> changes = new ArrayList<>();
  private final List<EngineEvent.Change> events = new ArrayList<>();
  private final List<VersionEffect> effects = new ArrayList<>();
  private final List<GoneInstance> gone = new ArrayList<>();
  private final Map<VersionName, Optional<Instant>> wakes = new LinkedHashMap<>();
  private final List<Runnable> cleanUps = new ArrayList<>();
  private Optional<ServiceState> after;

  Work(Kernel kernel, ServiceName service) {
    this.service = service;
    this.before = kernel.find(service);
    this.after = before;
    this.now = kernel.now();
    this.measurements = kernel.measurements;
  }

  /// An effect on an instance of a version.
  record VersionEffect(VersionName version, Effect effect) {}

  /// An instance whose files nobody needs any more.
  record GoneInstance(VersionName version, InstanceId instance) {}

  ServiceName service() {
    return service;
  }

  Instant now() {
    return now;
  }

  Optional<ServiceState> before() {
    return before;
  }

  Optional<ServiceState> after() {
    return after;
  }

  /// The service as this work leaves it.
  ServiceState state() {
    return after.orElseThrow(() -> Problems.unknownService(service));
  }

  VersionRecord version(VersionName name) {
    return state().find(name).orElseThrow(() -> Problems.unknownVersion(name));
  }

  void create(ServiceState state) {
    after = Optional.of(state);
    changes.add(new Change.PutService(state.service()));
    changes.add(new Change.AddTraffic(state.traffic()));
  }

  void delete() {
    after = Optional.empty();
    changes.add(new Change.DeleteService(service));
  }

  void put(ServiceRecord record) {
    after = Optional.of(state().with(record));
    changes.add(new Change.PutService(record));
  }

  void put(TrafficRecord traffic) {
    after = Optional.of(state().with(traffic));
    changes.add(new Change.AddTraffic(traffic));
  }

  void put(VersionRecord version) {
    after = Optional.of(state().with(version));
    changes.add(new Change.PutVersion(version));
  }

  void delete(VersionName version) {
    after = Optional.of(state().without(version));
    changes.add(new Change.DeleteVersion(version));
    wakes.put(version, Optional.empty());
  }

  void put(Operation operation) {
    after = after.map(state -> state.with(operation));
    changes.add(new Change.PutOperation(operation));
    events.add(new EngineEvent.OperationChanged(operation));
  }

  void add(Snapshot snapshot) {
    changes.add(new Change.AddSnapshot(snapshot));
    events.add(new EngineEvent.SnapshotAdded(snapshot.version(), snapshot.id()));
  }

  void audit(AuditRecord entry) {
    changes.add(new Change.AddAudit(entry));
  }

  void perform(VersionName version, List<Effect> wanted) {
    wanted.forEach(effect -> effects.add(new VersionEffect(version, effect)));
  }

  void forget(VersionName version, InstanceId instance) {
    gone.add(new GoneInstance(version, instance));
  }

  void wake(VersionName version, Optional<Instant> at) {
    wakes.put(version, at);
  }

  /// Something slow that may be lost: files that nobody needs any more.
  void afterCommit(Runnable cleanUp) {
    cleanUps.add(cleanUp);
  }

  List<Runnable> cleanUps() {
    return cleanUps;
  }

  List<Change> changes() {
    return changes;
  }

  /// What readers are to be told: first services and versions that look different now, then
  /// operations and snapshots, so that who hears of an operation's end sees its result already.
  List<EngineEvent.Change> events() {
    var all = new ArrayList<EngineEvent.Change>();
    all.addAll(ViewChanges.between(before, after, service, measurements));
    all.addAll(events);
    return all;
  }

  List<VersionEffect> effects() {
    return effects;
  }

  List<GoneInstance> gone() {
    return gone;
  }

  Map<VersionName, Optional<Instant>> wakes() {
    return wakes;
  }
}
