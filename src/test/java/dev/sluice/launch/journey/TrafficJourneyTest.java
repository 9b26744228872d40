package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.launch.SteadyClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Moving traffic between versions, while customers send requests.
class TrafficJourneyTest extends Journey {
  private static final Duration BETWEEN = Duration.ofMillis(10);

  @Test
  @DisplayName(
      "R8 R21 R45 a new version at 0, then 10, 50 and 100 % by slider: each step is what customers"
          + " see, and none loses a request")
  void newVersionAndSliders() throws Exception {
    var first = deploy("cart", sample(1));
    try (var customers = customers("cart", 2, BETWEEN)) {
      openService("cart");
      robot().click("#newVersionOfService");
      robot().find("#startTraffic0");
      picture("journey-new-version");
      robot().click("#deployVersion");
      var second = new VersionName(first.service(), 2);
      await("the second version", () -> canServe(second));
      assertEquals(100, share(first), "R11");
      openTraffic("cart", second);
      robot().click("#preset-10");
      picture("journey-slider-10");
      robot().click("#applyTraffic");
      await("10 %", () -> share(second) == 10);
      assertShare(second, 10);
      slideTo(second, 50);
      assertShare(second, 50);
      robot().waitForText("#watch-requests", text -> !text.equals("–") && !text.equals("0.0"));
      robot().waitForText("#measured-" + second, text -> text.contains("%"));
      picture("journey-slider-50");
      slideTo(second, 100);
      assertShare(second, 100);
      customers.end();
      assertEquals(List.of(), customers.lost());
    }
  }

  private void slideTo(VersionName version, int percent) {
    robot().write("#percent-" + version, Integer.toString(percent));
    robot().press(KeyCode.ENTER);
    robot().click("#applyTraffic");
    await(percent + " %", () -> share(version) == percent);
  }

  @Test
  @DisplayName("R45 R56 blue/green and back: two clicks each way, and no request is lost")
  void blueGreenAndBack() throws Exception {
    var blue = deploy("blog", sample(1));
    var green = deploy("blog", sample(1));
    try (var customers = customers("blog", 2, BETWEEN)) {
      openTraffic("blog", green);
      robot().click("#blueGreen");
      assertEquals("Send 100 % to blog-002", robot().text("#applyTraffic"));
      robot().click("#applyTraffic");
      await("green", () -> share(green) == 100);
      assertShare(green, 100);
      robot().find("#toast-undo");
      picture("journey-blue-green");
      robot().click("#previous");
      robot().waitForText("#percent-" + blue, "100"::equals);
      robot().click("#applyTraffic");
      await("blue", () -> share(blue) == 100);
      assertShare(blue, 100);
      customers.end();
      assertEquals(List.of(), customers.lost());
    }
    assertEquals(1, engine().getVersion(blue).revision().value(), "R56 nothing was deployed");
  }

  @Test
  @DisplayName(
      "R26 R30 rules by URL parameter: predicted before they are saved, and requests go where was"
          + " predicted")
  void rulesWithPrediction() throws Exception {
    var first = deploy("search", sample(1));
    var second = deploy("search", sample(1));
    openTraffic("search", second);
    robot().click("#modeUrlParameter");
    rule(0, "exp", "b*", second);
    rule(1, "exp", "blue", first);
    robot().waitForText("#ruleMessage-1", text -> text.startsWith("Never decides"));
    var paths = List.of("/?exp=blue", "/?exp=red", "/?page=2&exp=b%2B1", "/");
    robot().write("#samplesText", String.join("\n", paths));
    robot().find("#predicted-3");
    picture("journey-rules");
    var predicted = predicted(paths);
    assertEquals(List.of(second, first, second, first), List.copyOf(predicted.values()));
    robot().click("#applyTraffic");
    robot().find("#toast-undo");
    try (var customer = new SteadyClient.Connection(process().gateway(), "search.localhost")) {
      for (String path : paths) {
        assertEquals(String.valueOf(predicted.get(path)), customer.get(path).version(), path);
      }
    }
  }

  private Map<String, VersionName> predicted(List<String> paths) {
    var found = new TreeMap<String, VersionName>((a, b) -> paths.indexOf(a) - paths.indexOf(b));
    for (int i = 0; i < paths.size(); i++) {
      found.put(paths.get(i), VersionName.parse(robot().text("#predicted-" + i)).orElseThrow());
    }
    return found;
  }

  private void rule(int index, String key, String value, VersionName version) {
    robot().click("#addRule");
    robot().write("#ruleKey-" + index, key);
    robot().write("#ruleValue-" + index, value);
    ComboBox<?> box = robot().find("#ruleVersion-" + index, ComboBox.class);
    ConsoleRobot.doFx(
        () ->
            box.getSelectionModel()
                .select(
                    box.getItems().stream()
                        .map(String::valueOf)
                        .toList()
                        .indexOf(version.toString())));
  }

  private void openTraffic(String service, VersionName version) {
    jump(new Place.Service(new ServiceName(service), Place.ServiceTab.TRAFFIC));
    robot().find("#applyTraffic");
    robot().find("#watch-requests");
    assertTrue(engine().getVersion(version).state().canServe());
  }

  private boolean canServe(VersionName version) {
    return engine().listVersions(version.service()).stream()
        .anyMatch(one -> one.name().equals(version) && one.state().canServe());
  }

  private int share(VersionName version) {
    return engine().getVersion(version).trafficPercent();
  }

  /// By the gateway's exact split of 200 requests of its own; customers ask at the same time.
  private void assertShare(VersionName version, int percent) throws IOException {
    // Stands there when the gateway has acknowledged; the engine's readers know a moment before.
    robot().waitForText("#toast-undo-text", text -> text.contains(version + " " + percent + " %"));
    int its = 0;
    String host = version.service() + ".localhost";
    try (var customer = new SteadyClient.Connection(process().gateway(), host)) {
      for (int i = 0; i < 200; i++) {
        its += customer.get("/").version().equals(version.toString()) ? 1 : 0;
      }
    }
    assertEquals(2.0 * percent, its, percent % 100 == 0 ? 0 : 30, percent + " % of 200");
  }
}
