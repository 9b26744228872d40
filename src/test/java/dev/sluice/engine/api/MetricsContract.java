package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.ServiceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What is measured.
abstract class MetricsContract extends LogContract {
  private static final ServiceName NOBODY = new ServiceName("nobody");

  @Test
  @DisplayName("without requests there is no latency, no share and no percentage of errors")
  void idle() {
    deploy(100);

    var measured = engine().metrics(SHOP).getFirst();
    var listed = engine().serviceMetrics(List.of(NOBODY, SHOP, SHOP));

    assertEquals(FIRST, measured.version());
    assertEquals(VersionMetrics.WINDOW.toSeconds(), measured.windowSeconds());
    assertEquals(0, measured.traffic().requests());
    assertEquals(Optional.empty(), measured.latency());
    assertEquals(Optional.empty(), measured.sharePercent());
    assertEquals(List.of(SHOP), listed.stream().map(ServiceMetrics::service).toList());
    assertEquals(Optional.empty(), listed.getFirst().errorPercent());
    assertEquals(Optional.empty(), listed.getFirst().latency());
    assertEquals(ServiceMetrics.STEPS, listed.getFirst().history().size());
  }

  @Test
  @DisplayName("a series has no points from before the engine began to measure")
  void series() {
    deploy(100);

    var series = engine().metricSeries(FIRST, Duration.ofMinutes(15));

    assertEquals(FIRST, series.version());
    assertTrue(series.points().stream().allMatch(p -> p.traffic().requests() == 0));
    assertTrue(series.points().size() < 900, () -> series.points().size() + " points");
  }

  @Test
  @DisplayName("what is measured of an unknown service or version is not found")
  void unknownMeasured() {
    deploy(0);

    notFound(() -> engine().metrics(NOBODY));
    notFound(() -> engine().metricSeries(SECOND, Duration.ofSeconds(10)));
    assertEquals(List.of(), engine().serviceMetrics(List.of(NOBODY)));
  }
}
