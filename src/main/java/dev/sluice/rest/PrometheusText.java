package dev.sluice.rest;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.VersionView;
import java.util.Locale;

/// What the engine knows of itself, as Prometheus text.
final class PrometheusText {
  private static final Page.Request ALL = new Page.Request(0, 1_000);

  private PrometheusText() {}

  static String of(DeploymentEngine engine) {
    var text = new StringBuilder();
    var info = engine.info();
    help(text, "sluice_engine_info", "gauge", "What runs.");
    text.append(
        "sluice_engine_info{version=\"%s\",platform=\"%s\"} 1\n"
            .formatted(info.version(), info.platform()));
    help(text, "sluice_services", "gauge", "Services.");
    var services = engine.listServices("", ALL);
    text.append("sluice_services %d\n".formatted(services.total()));
    help(text, "sluice_version_instances", "gauge", "Instances of a version.");
    for (var service : services.items()) {
      engine.listVersions(service.name()).forEach(version -> instances(text, version));
    }
    help(text, "sluice_version_requests_per_second", "gauge", "Over the last seconds.");
    for (var service : services.items()) {
      for (var metrics : engine.metrics(service.name())) {
        text.append(
            String.format(
                Locale.ROOT,
                "sluice_version_requests_per_second{version=\"%s\"} %.3f\n",
                metrics.version(),
                metrics.requestsPerSecond()));
      }
    }
    return text.toString();
  }

  private static void instances(StringBuilder text, VersionView version) {
    text.append(
        "sluice_version_instances{version=\"%s\",state=\"ready\"} %d\n"
            .formatted(version.name(), version.instances().ready()));
    text.append(
        "sluice_version_instances{version=\"%s\",state=\"wanted\"} %d\n"
            .formatted(version.name(), version.instances().wanted()));
  }

  private static void help(StringBuilder text, String name, String type, String sentence) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, sentence, name, type));
  }
}
