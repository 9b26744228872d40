package dev.sluice.engine.core;

import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineEvent.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What of a service looks different to a reader. Comparing views, not records, keeps the promise
/// that every change that can be seen is told, wherever it was made.
final class ViewChanges {
  private ViewChanges() {}

  static List<Change> between(
      Optional<ServiceState> before,
      Optional<ServiceState> after,
      ServiceName service,
      Measurements measurements) {
    var found = new ArrayList<Change>();
    if (after.isEmpty()) {
      if (before.isPresent()) {
        found.add(new EngineEvent.ServiceDeleted(service));
      }
      return found;
    }
    var view = Views.service(after.get());
    if (!before.map(Views::service).equals(Optional.of(view))) {
      found.add(new EngineEvent.ServiceChanged(view));
    }
    var old = before.map(ServiceState::versions).orElseGet(TreeMap::new);
    for (var version : after.get().versions().values()) {
      if (looksDifferent(before, Optional.ofNullable(old.get(version.name())), after, version)) {
        found.add(
            new EngineEvent.VersionChanged(
                Views.version(after.get(), version), Views.instances(version, measurements)));
      }
    }
    addDeleted(old, after.get().versions(), found);
    return found;
  }

  private static boolean looksDifferent(
      Optional<ServiceState> before,
      Optional<VersionRecord> old,
      Optional<ServiceState> after,
      VersionRecord version) {
    if (before.isEmpty() || old.isEmpty() || after.isEmpty()) {
      return true;
    }
    return !old.get().instances().equals(version.instances())
        || !Views.version(before.get(), old.get()).equals(Views.version(after.get(), version));
  }

  private static void addDeleted(
      SortedMap<VersionName, VersionRecord> before,
      SortedMap<VersionName, VersionRecord> after,
      List<Change> found) {
    for (var name : before.keySet()) {
      if (!after.containsKey(name)) {
        found.add(new EngineEvent.VersionDeleted(name));
      }
    }
  }
}
