package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One service with everything of it that is alive, as last committed. Immutable; only the
/// service's writer makes a new one.
///
/// @param running operations whose state is not final
record ServiceState(
    ServiceRecord service,
    TrafficRecord traffic,
    SortedMap<VersionName, VersionRecord> versions,
    Map<OperationId, Operation> running) {
  ServiceState {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    running = Map.copyOf(running);
  }

  Optional<VersionRecord> find(VersionName version) {
    return Optional.ofNullable(versions.get(version));
  }

  Optional<Operation> runningOn(VersionName version) {
    return find(version).flatMap(v -> v.rollout().operation()).map(running::get);
  }

  /// The operation with that id, while it is not final.
  Optional<Operation> running(OperationId id) {
    return Optional.ofNullable(running.get(id));
  }

  ServiceState with(ServiceRecord changed) {
    return new ServiceState(changed, traffic, versions, running);
  }

  ServiceState with(TrafficRecord changed) {
    return new ServiceState(service, changed, versions, running);
  }

  ServiceState with(VersionRecord changed) {
    var all = new TreeMap<>(versions);
    all.put(changed.name(), changed);
    return new ServiceState(service, traffic, all, running);
  }

  ServiceState without(VersionName gone) {
    var rest = new TreeMap<>(versions);
    rest.remove(gone);
    return new ServiceState(service, traffic, rest, running);
  }

  /// Keeps `changed` only while it is not final.
  ServiceState with(Operation changed) {
    var all = new HashMap<>(running);
    if (changed.state().isFinal()) {
      all.remove(changed.id());
    } else {
      all.put(changed.id(), changed);
    }
    return new ServiceState(service, traffic, versions, all);
  }
}
