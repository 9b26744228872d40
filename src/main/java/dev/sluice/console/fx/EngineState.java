package dev.sluice.console.fx;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Everything the console knows of its engine at one moment. Immutable; events are folded into a
/// new one by pure functions.
///
/// @param operations the newest ones, at most [#KEPT_OPERATIONS]
/// @param metrics of the versions of watched services
/// @param last the event that was folded in last
public record EngineState(
    Connection connection,
    Optional<EngineInfo> info,
    SortedMap<ServiceName, ServiceView> services,
    SortedMap<VersionName, VersionView> versions,
    Map<VersionName, List<InstanceView>> instances,
    SortedMap<OperationId, Operation> operations,
    Map<VersionName, VersionMetrics> metrics,
    Optional<EngineEvent> last) {

  /// Enough for a look back; the whole history is asked for in pages.
  public static final int KEPT_OPERATIONS = 500;

  public EngineState {
    services = Collections.unmodifiableSortedMap(services);
    versions = Collections.unmodifiableSortedMap(versions);
    instances = Collections.unmodifiableMap(instances);
    operations = Collections.unmodifiableSortedMap(operations);
    metrics = Collections.unmodifiableMap(metrics);
  }

  /// Before anything was heard.
  public static EngineState connecting(Instant now) {
    return new EngineState(
        new Connection.Connecting(now),
        Optional.empty(),
        new TreeMap<>(),
        new TreeMap<>(),
        Map.of(),
        new TreeMap<>(),
        Map.of(),
        Optional.empty());
  }

  /// The same knowledge, with news arriving. A connection that was up keeps its beginning.
  public EngineState connected(Instant now) {
    return connection instanceof Connection.Connected
        ? this
        : with(new Connection.Connected(now), metrics);
  }

  /// The same knowledge, growing old. A loss keeps its first moment: that is what "as of" names.
  public EngineState lost(Instant now, String reason) {
    var since = connection instanceof Connection.Lost lost ? lost.since() : now;
    return with(new Connection.Lost(since, reason), metrics);
  }

  /// What was measured anew of some versions. A version that is gone is not measured.
  public EngineState measured(Collection<VersionMetrics> read) {
    var merged = new TreeMap<>(metrics);
    for (var one : read) {
      if (versions.containsKey(one.version())) {
        merged.put(one.version(), one);
      }
    }
    return with(connection, merged);
  }

  /// The state after `event`.
  public EngineState after(EngineEvent event) {
    var next = new Draft(this);
    switch (event.change()) {
      case EngineEvent.ServiceChanged c -> next.services.put(c.service().name(), c.service());
      case EngineEvent.ServiceDeleted c -> next.removeService(c.service());
      case EngineEvent.VersionChanged c -> next.put(c.version(), c.instances());
      case EngineEvent.VersionDeleted c -> next.removeVersion(c.version());
      case EngineEvent.OperationChanged c -> next.put(c.operation());
      case EngineEvent.SnapshotAdded _ -> {}
    }
    return next.build(Optional.of(event));
  }

  /// What was read anew, put together by `fill`. Keeps the connection, and nothing else that the
  /// engine no longer has.
  static EngineState read(EngineState before, EngineInfo info, Consumer<Draft> fill) {
    var draft = new Draft(connecting(before.connection.since()));
    fill.accept(draft);
    var kept = new TreeMap<>(before.metrics);
    kept.keySet().retainAll(draft.versions.keySet());
    return new EngineState(
        before.connection,
        Optional.of(info),
        draft.services,
        draft.versions,
        draft.instances,
        draft.operations,
        kept,
        before.last);
  }

  /// The versions of `service`, oldest first.
  public List<VersionView> versionsOf(ServiceName service) {
    return List.copyOf(
        versions
            .subMap(new VersionName(service, 1), new VersionName(service, Integer.MAX_VALUE))
            .values());
  }

  /// Operations that have not ended, oldest first.
  public List<Operation> running() {
    return operations.values().stream().filter(o -> !o.state().isFinal()).toList();
  }

  private EngineState with(Connection changed, Map<VersionName, VersionMetrics> measured) {
    return new EngineState(
        changed, info, services, versions, instances, operations, measured, last);
  }

  /// A copy that may still be changed. Copying a few thousand entries per event is cheap beside
  /// drawing one frame.
  static final class Draft {
    private final EngineState from;
    private final TreeMap<ServiceName, ServiceView> services;
    private final TreeMap<VersionName, VersionView> versions;
    private final TreeMap<VersionName, List<InstanceView>> instances;
    private final TreeMap<OperationId, Operation> operations;
    private final TreeMap<VersionName, VersionMetrics> metrics;

    private Draft(EngineState from) {
      this.from = from;
      services = new TreeMap<>(from.services);
      versions = new TreeMap<>(from.versions);
      instances = new TreeMap<>(from.instances);
      operations = new TreeMap<>(from.operations);
      metrics = new TreeMap<>(from.metrics);
    }

    void put(ServiceView service) {
      services.put(service.name(), service);
    }

    void put(VersionView version, List<InstanceView> running) {
      versions.put(version.name(), version);
      instances.put(version.name(), List.copyOf(running));
    }

    void put(Operation operation) {
      operations.put(operation.id(), operation);
      while (operations.size() > KEPT_OPERATIONS) {
        operations.pollFirstEntry();
      }
    }

    private void removeService(ServiceName service) {
      services.remove(service);
      from.versionsOf(service).forEach(version -> removeVersion(version.name()));
    }

    private void removeVersion(VersionName version) {
      versions.remove(version);
      instances.remove(version);
      metrics.remove(version);
    }

    private EngineState build(Optional<EngineEvent> event) {
      return new EngineState(
          from.connection, from.info, services, versions, instances, operations, metrics, event);
    }
  }
}
