package dev.sluice.rest;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.InstanceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The last lines of one instance, or of all instances of a version or of a service.
final class Logs {
  private static final int MOST_LINES = 5_000;

  private Logs() {}

  static Answer read(DeploymentEngine engine, Call call) {
    int limit = call.query("limit", 200, 1, MOST_LINES);
    var lines = new ArrayList<Map<String, String>>();
    for (var instance : instances(engine, call)) {
      for (String text : engine.tailLog(instance, limit)) {
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
    var service = call.query("service");
    if (service.isPresent() && call.query("version").isEmpty()) {
      return engine.listVersions(Call.serviceNamed(service.get())).stream()
          .flatMap(version -> engine.listInstances(version.name()).stream())
          .map(InstanceView::id)
          .toList();
    }
    String name = call.query("version").orElse("");
    var version =
        VersionName.parse(name)
            .orElseThrow(
                () ->
                    Refusals.wrongParameter(
                        "version",
                        name,
                        "a version whose log is wanted (or give service or instance)"));
    return engine.listInstances(version).stream().map(InstanceView::id).toList();
  }
}
