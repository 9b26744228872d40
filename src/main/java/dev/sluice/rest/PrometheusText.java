package dev.sluice.rest;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionMetrics;
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
    text.append("sluice_services ").append(services.total()).append('\n');
    help(text, "sluice_version_instances", "gauge", "Instances of a version.");
    for (var service : services.items()) {
      unlessDeleted(
          () -> engine.listVersions(service.name()).forEach(version -> instances(text, version)));
    }
    help(text, "sluice_version_requests_per_second", "gauge", "Over the last seconds.");
    for (var service : services.items()) {
      unlessDeleted(
          () ->
              engine
                  .metrics(service.name())
                  .forEach(m -> m.requestsPerSecond().ifPresent(rate -> requests(text, m, rate))));
    }
    return text.toString();
  }

  /// A service may go between its listing and the look at it.
  private static void unlessDeleted(Runnable look) {
    try {
      look.run();
    } catch (ProblemException e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static void requests(StringBuilder text, VersionMetrics metrics, double rate) {
    text.append(
        String.format(
            Locale.ROOT,
            "sluice_version_requests_per_second{version=\"%s\"} %.3f\n",
            metrics.version(),
            rate));
  }

  private static void instances(StringBuilder text, VersionView version) {
    String line = "sluice_version_instances{version=\"%s\",state=\"%s\"} %d\n";
    var count = version.instances();
    text.append(String.format(Locale.ROOT, line, version.name(), "ready", count.ready()));
    text.append(String.format(Locale.ROOT, line, version.name(), "wanted", count.wanted()));
  }

  private static void help(StringBuilder text, String name, String type, String sentence) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, sentence, name, type));
  }
}
