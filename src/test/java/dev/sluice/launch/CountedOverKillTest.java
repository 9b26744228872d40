package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountedOverKillTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName FIRST = new VersionName(SHOP, 1);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern REQUESTS =
      Pattern.compile("sluice_version_requests_total\\{[^}]*version=\"shop-001\"[^}]*} ([0-9]+)");

  @TempDir Path folder;

  @Test
  @DisplayName(
      "what customers sent before, while and after the engine was dead is counted, and none twice")
  void overKill() throws Exception {
    try (var process = RunningEngineProcess.start(folder.resolve("data"))) {
      try (var engine = process.client()) {
        engine.createService(SHOP, true);
        var configuration =
            Configuration.of(new Artifact.Command(Optional.empty()))
                .withCommand(engine.info().sampleCommand())
                .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 3))
                .withScaling(Scaling.fixed(1));
        var given = new NewVersion.Given(configuration, Optional.empty());
        var created = engine.createVersion(SHOP, new NewVersion(given, 100, ""));
        assertEquals(Operation.State.SUCCEEDED, engine.awaitOperation(created.id(), LIMIT).state());
      }
      send(process, 30);
      awaitCount(process, 30);

      process.kill();
      send(process, 40);
      process.startAgain();

      awaitCount(process, 70);
      send(process, 50);
      awaitCount(process, 120);
      try (var engine = process.client()) {
        Eventually.holds("the last ones are in the history", () -> inHistory(engine) >= 50);
        var points = engine.metricSeries(FIRST, Duration.ofMinutes(15)).points();
        assertTrue(inHistory(engine) <= 120, "none twice: " + inHistory(engine));
        assertTrue(points.stream().allMatch(p -> p.traffic().requests() >= 0));
        assertEquals(
            inHistory(engine),
            engine.metrics(SHOP, Duration.ofMinutes(15)).getFirst().traffic().requests(),
            "the window holds what the seconds hold");
        assertTrue(
            points.stream()
                .filter(p -> p.traffic().requests() > 0)
                .allMatch(p -> p.traffic().latency().isPresent()));
      }
    }
  }

  private static long inHistory(DeploymentEngine engine) {
    return engine.metricSeries(FIRST, Duration.ofMinutes(15)).points().stream()
        .map(MetricPoint::traffic)
        .mapToLong(traffic -> traffic.requests())
        .sum();
  }

  private static void send(RunningEngineProcess process, int requests) throws IOException {
    try (var customer = new SteadyClient.Connection(process.gateway(), "shop.localhost")) {
      for (int i = 0; i < requests; i++) {
        assertEquals(200, customer.get("/").status());
      }
    }
  }

  /// Exactly so many, and no more a moment later.
  private static void awaitCount(RunningEngineProcess process, long requests) throws Exception {
    Eventually.holds(requests + " are counted", () -> counted(process) >= requests);
    assertEquals(requests, counted(process));
  }

  private static long counted(RunningEngineProcess process) throws Exception {
    var found = REQUESTS.matcher(process.prometheus());
    return found.results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
  }
}
