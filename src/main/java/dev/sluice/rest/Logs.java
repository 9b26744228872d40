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
    String name = call.query("version").orElse("");
    var version =
        VersionName.parse(name)
            .orElseThrow(
                () ->
                    Refusals.wrongParameter(
                        "version", name, "a version, or an instance, whose log is wanted"));
    return engine.listInstances(version).stream().map(InstanceView::id).toList();
  }
}
