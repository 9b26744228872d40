package dev.sluice.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.MetricSeries;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetricsJsonTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
  private static final VersionName VERSION = new VersionName(new ServiceName("shop"), 3);
  private static final TrafficFigures TRAFFIC =
      new TrafficFigures(
          4,
          100,
          10,
          5,
          new TreeMap<>(Map.of("origin-timeout", 2L, "no-instance", 1L)),
          1L << 40,
          2_000,
          Optional.of(
              new Latency(
                  0.125,
                  2.5,
                  10,
                  100.75,
                  Optional.of(new Latency.Range(0.1, 0.2)),
                  Optional.of(new Latency.Range(2, 3)),
                  Optional.empty())));

  @Test
  @DisplayName("what was measured of a version comes back as it was")
  void version() {
    var metrics =
        new VersionMetrics(
            VERSION,
            NOON,
            10,
            TRAFFIC,
            Optional.of(12.5),
            new VersionUse(Optional.of(3), Optional.of(80.5), Optional.of(512)));

    assertEquals(metrics, Json.read(Json.write(metrics), VersionMetrics.class));
  }

  @Test
  @DisplayName("rates stand beside the counts, by the seconds that were measured")
  void rates() {
    var metrics =
        new VersionMetrics(VERSION, NOON, 10, TRAFFIC, Optional.empty(), VersionUse.UNKNOWN);

    var tree = Json.mapper().readTree(Json.write(metrics));

    assertEquals(25, tree.path("requestsPerSecond").doubleValue());
    assertEquals(2.5, tree.path("errorsPerSecond").doubleValue());
    assertEquals(1.25, tree.path("clientErrorsPerSecond").doubleValue());
    assertEquals(0.5, tree.path("gatewayErrorsPerSecond").path("origin-timeout").doubleValue());
    assertEquals(500, tree.path("bytesOutPerSecond").doubleValue());
    assertEquals(2.5, tree.path("latency").path("p95").doubleValue());
  }

  @Test
  @DisplayName("what was not measured is left out, not written as 0")
  void unknown() {
    var metrics =
        new VersionMetrics(
            VERSION, NOON, 10, TrafficFigures.NONE, Optional.empty(), VersionUse.UNKNOWN);

    var tree = Json.mapper().readTree(Json.write(metrics));

    for (String name :
        List.of("requestsPerSecond", "latency", "sharePercent", "inFlight", "cpuPercent")) {
      assertFalse(tree.has(name), name);
    }
    assertEquals(metrics, Json.read(tree, VersionMetrics.class));
  }

  @Test
  @DisplayName("a series comes back as it was")
  void series() {
    var series =
        new MetricSeries(
            VERSION,
            NOON,
            900,
            List.of(
                new MetricPoint(NOON.minusSeconds(2), TRAFFIC, VersionUse.UNKNOWN),
                new MetricPoint(
                    NOON,
                    TrafficFigures.counts(1, 0, 0),
                    new VersionUse(Optional.of(0), Optional.empty(), Optional.of(9)))));

    assertEquals(series, Json.read(Json.write(series), MetricSeries.class));
  }

  @Test
  @DisplayName("a step of a service's history in which nothing was measured stays empty")
  void history() {
    var metrics =
        new ServiceMetrics(
            new ServiceName("shop"),
            NOON,
            TRAFFIC,
            List.of(Optional.empty(), Optional.of(0.0), Optional.of(12.5)));

    assertEquals(metrics, Json.read(Json.write(metrics), ServiceMetrics.class));
  }
}
