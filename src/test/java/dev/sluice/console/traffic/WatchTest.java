package dev.sluice.console.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.Fixtures;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.Latency.Range;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static Optional<VersionMetrics> measured(
      VersionName version, long requests, long errors, Latency latency) {
    var traffic =
        new TrafficFigures(10, requests, errors, 0, new TreeMap<>(), 0, 0, Optional.of(latency));
    return Optional.of(
        new VersionMetrics(
            version, Instant.EPOCH, 10, traffic, Optional.of(50.0), VersionUse.UNKNOWN));
  }

  private static Latency latency(double p95, double low, double high) {
    return new Latency(
        5, p95, 99, 120, Optional.empty(), Optional.of(new Range(low, high)), Optional.empty());
  }

  private static Map<String, Watch.Verdict> verdicts(Watch watch) {
    return watch.lines().stream()
        .filter(line -> line.verdict().isPresent())
        .collect(Collectors.toMap(Watch.Line::key, line -> line.verdict().orElseThrow()));
  }

  @Test
  @DisplayName("a difference that is more than chance is marked, in its direction")
  void real() {
    var stable = measured(Fixtures.SHOP_1, 2_000, 2, latency(20, 18, 22));
    var newer = measured(Fixtures.SHOP_2, 1_000, 50, latency(12, 11, 13));
    assertEquals(
        Map.of("errors", Watch.Verdict.WORSE, "p95", Watch.Verdict.BETTER),
        verdicts(new Watch(stable, newer)));
    assertEquals(
        Map.of("errors", Watch.Verdict.BETTER, "p95", Watch.Verdict.WORSE),
        verdicts(new Watch(newer, stable)));
  }

  @Test
  @DisplayName("what may be chance is not marked")
  void chance() {
    var stable = measured(Fixtures.SHOP_1, 100, 0, latency(20, 15, 25));
    var newer = measured(Fixtures.SHOP_2, 20, 1, latency(24, 19, 40));
    assertEquals(Map.of(), verdicts(new Watch(stable, newer)));
  }

  @Test
  @DisplayName("what is not known is a dash, and is compared with nothing")
  void unknown() {
    var watch = new Watch(measured(Fixtures.SHOP_1, 100, 0, latency(20, 15, 25)), Optional.empty());
    assertEquals(Map.of(), verdicts(watch));
    assertEquals(
        List.of("–", "–", "–", "–", "–", "–", "–"),
        watch.lines().stream().map(Watch.Line::newer).toList());
    assertEquals("0.0 %", watch.lines().get(1).stable());
    assertEquals("–", watch.lines().getLast().stable());
  }
}
