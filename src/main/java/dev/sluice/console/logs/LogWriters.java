package dev.sluice.console.logs;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who has written to a log while it was looked at, newest first. An instance stays to be chosen
/// after it is gone: its lines are still there.
final class LogWriters {
  private final Map<VersionName, Map<Revision, Set<InstanceId>>> known = new TreeMap<>();

  void seeService(EngineState state, ServiceName service) {
    state.versionsOf(service).stream()
        .map(VersionView::name)
        .forEach(name -> seeVersion(state, name));
  }

  void seeVersion(EngineState state, VersionName version) {
    var revisions = known.computeIfAbsent(version, _ -> new TreeMap<>());
    state
        .instances()
        .getOrDefault(version, List.of())
        .forEach(
            one -> revisions.computeIfAbsent(one.revision(), _ -> new TreeSet<>()).add(one.id()));
  }

  /// For a log of several versions: each version, then each instance.
  List<LogFilter> ofService() {
    var filters = new ArrayList<LogFilter>(List.of(new LogFilter.Everybody()));
    var newest = new ArrayList<>(known.keySet()).reversed();
    newest.forEach(version -> filters.add(new LogFilter.OfVersion(version)));
    newest.forEach(version -> filters.addAll(instances(version)));
    return filters;
  }

  /// For the log of one version: each revision if there are several, then each instance.
  List<LogFilter> ofVersion(VersionName version) {
    var filters = new ArrayList<LogFilter>(List.of(new LogFilter.Everybody()));
    var revisions = known.getOrDefault(version, Map.of());
    if (revisions.size() > 1) {
      new ArrayList<>(revisions.entrySet())
          .reversed()
          .forEach(one -> filters.add(new LogFilter.OfRevision(one.getKey(), one.getValue())));
    }
    filters.addAll(instances(version));
    return filters;
  }

  private List<LogFilter> instances(VersionName version) {
    var ids = new TreeSet<InstanceId>();
    known.getOrDefault(version, Map.of()).values().forEach(ids::addAll);
    return new ArrayList<>(ids)
        .reversed().stream().map(id -> (LogFilter) new LogFilter.OfInstance(id)).toList();
  }
}
