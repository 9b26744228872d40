package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.scene.input.KeyCode;
import javafx.scene.shape.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Watching two versions.
class MetricsJourneyTest extends Journey {

  @Test
  @DisplayName(
      "two versions are watched over time: each has its line, the cursor tells their values, and a"
          + " version can be left out")
  void watch() {
    var first = deploy("shop", sample(1));
    var second =
        deploy(
            "shop",
            sample(
                1,
                EnvironmentVariable.plain("SAMPLE_ERROR_PERCENT", "10"),
                EnvironmentVariable.plain("SAMPLE_LATENCY_MS", "12")));
    var shares = new TreeMap<>(Map.of(first, new Percent(60), second, new Percent(40)));
    engine()
        .setTraffic(
            first.service(), new TrafficPolicy.ByPercent(shares), Optional.empty(), "compare");
    try (var _ = customers("shop", 3, Duration.ofMillis(15))) {
      openService("shop");
      robot().click("#tab-metrics");
      robot().click("#window1");
      robot().waitUntil("lines with twelve points each", () -> points("#chart-REQUESTS", 2) > 24);
      robot().waitUntil("errors", () -> words("#chart-ERRORS").contains("shop-002: now "));
      picture("metrics-service");
      ConsoleRobot.doFx(() -> stage().getScene().lookup("#chart-REQUESTS").requestFocus());
      robot().press(KeyCode.END);
      robot().press(KeyCode.LEFT);
      robot().press(KeyCode.LEFT);
      robot().find(".chart-value");
      robot().waitUntil("values", () -> words("#chart-REQUESTS").contains("shop-002 "));
      picture("metrics-cursor");
      robot().click("#chartVersion-" + first);
      robot().waitUntil("one line", () -> points("#chart-REQUESTS", 1) > 12);
      openVersion(second);
      robot().waitUntil("the version's lines", () -> points("#chart-P95", 3) > 30);
      picture("version-overview");
      robot().click("#tab-metrics");
      robot().waitUntil("lines again", () -> points("#chart-REQUESTS", 1) > 12);
      picture("metrics-version");
    }
    assertTrue(words("#chart-REQUESTS").startsWith("Requests/s, "), words("#chart-REQUESTS"));
  }

  /// How many points are drawn, if there are that many lines.
  private long points(String chart, int lines) {
    var drawn =
        stage().getScene().lookup(chart).lookupAll(".chart-line").stream()
            .filter(node -> node.isVisible())
            .map(node -> ((Path) node).getElements().size())
            .filter(size -> size > 0)
            .toList();
    return drawn.size() == lines ? drawn.stream().mapToInt(Integer::intValue).sum() : 0;
  }

  private String words(String chart) {
    return String.valueOf(stage().getScene().lookup(chart).getAccessibleText());
  }
}
