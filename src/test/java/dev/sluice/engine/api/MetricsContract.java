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
  @DisplayName("requests are counted in the window, by the second, and in the list of services")
  void counted() {
    deploy(100);
    create(0);

    count(FIRST, 60, 6);
    count(SECOND, 20, 0);

    awaitRequests(SHOP, 80);
    var measured = engine().metrics(SHOP, Duration.ofMinutes(5));
    assertEquals(60, measured.getFirst().traffic().requests());
    assertEquals(6, measured.getFirst().traffic().errors());
    assertEquals(Optional.of(75.0), measured.getFirst().sharePercent());
    assertEquals(Optional.of(25.0), measured.getLast().sharePercent());
    var points = engine().metricSeries(FIRST, Duration.ofMinutes(5)).points();
    assertEquals(60, points.stream().mapToLong(p -> p.traffic().requests()).sum());
    var listed = engine().serviceMetrics(List.of(SHOP)).getFirst();
    assertEquals(Optional.of(7.5), listed.errorPercent());
    assertTrue(listed.history().stream().flatMap(Optional::stream).anyMatch(rate -> rate > 0));
  }

  private void awaitRequests(ServiceName service, long requests) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (engine().serviceMetrics(List.of(service)).getFirst().traffic().requests() < requests) {
      assertTrue(System.nanoTime() < end, "not counted");
      Thread.onSpinWait();
    }
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
  @DisplayName("a window longer than is remembered is answered with as much as is")
  void longWindow() {
    deploy(100);

    var hour = Duration.ofHours(1);

    assertEquals(900, engine().metrics(SHOP, hour).getFirst().windowSeconds());
    assertEquals(900, engine().metricSeries(FIRST, hour).windowSeconds());
    assertEquals(60, engine().metrics(SHOP, Duration.ofMinutes(1)).getFirst().windowSeconds());
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
