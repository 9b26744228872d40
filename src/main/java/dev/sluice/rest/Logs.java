package dev.sluice.rest;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.InstanceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The last lines of one instance, or of all instances of a version.
final class Logs {
  private static final int MOST_LINES = 5_000;

  private Logs() {}

  /// At most `limit` lines in all, shared out evenly among the instances.
  static Answer read(DeploymentEngine engine, Call call) {
    int limit = call.query("limit", 200, 1, MOST_LINES);
    var instances = instances(engine, call);
    int each = Math.max(1, limit / Math.max(1, instances.size()));
    var lines = new ArrayList<Map<String, String>>();
    for (var instance : instances) {
      for (String text : engine.tailLog(instance, each)) {
        lines.add(Map.of("instance", instance.value(), "text", text));
      }
    }
    return Answer.ok(Map.of("items", lines, "total", lines.size()));
  }

  private static List<InstanceId> instances(DeploymentEngine engine, Call call) {
    var instance = call.query("instance");
    if (instance.isPresent()) {
      try {
        return List.of(new InstanceId(instance.get()));
      } catch (IllegalArgumentException e) {
        throw Refusals.notFound("Instance", instance.get());
      }
    }
    return versions(engine, call).stream()
        .flatMap(version -> engine.listInstances(version).stream())
        .map(InstanceView::id)
        .toList();
  }

  private static List<VersionName> versions(DeploymentEngine engine, Call call) {
    var service = call.query("service").map(name -> Call.named("service", name).service());
    var version = call.query("version").map(name -> Call.named("version", name).anyVersion());
    if (version.isPresent()) {
      return version.stream()
          .filter(v -> service.isEmpty() || service.get().equals(v.service()))
          .toList();
    }
    if (service.isEmpty()) {
      throw Refusals.wrongParameter("version", "", "a service, a version or an instance");
    }
    return engine.getService(service.get()).versions();
  }
}
