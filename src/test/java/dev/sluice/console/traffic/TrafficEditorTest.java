package dev.sluice.console.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The traffic editor in its three modes, with what stands beside it.
class TrafficEditorTest {
  @TempDir Path folder;

  private final ConsoleRobot robot = new ConsoleRobot();
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final Stage stage = ConsoleRobot.stage();
  private ConsoleSettings settings = ConsoleSettings.open(Path.of("nowhere"));

  @BeforeEach
  void threeVersions() {
    settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    Fixtures.service(engine, "shop", 3);
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  private void open() {
    var console = ConsoleRobot.onFx(() -> Console.show(stage, engine, settings));
    robot.find("#servicesTable");
    ConsoleRobot.doFx(
        () -> console.navigator().open(new Place.Service(Fixtures.SHOP, Place.ServiceTab.TRAFFIC)));
    robot.find("#applyTraffic");
  }

  private TrafficPolicy policy() {
    return engine.getTraffic(Fixtures.SHOP).policy();
  }

  private void rule(int index, String key, String value, String version) {
    robot.click("#addRule");
    robot.write("#ruleKey-" + index, key);
    robot.write("#ruleValue-" + index, value);
    choose("#ruleVersion-" + index, version);
  }

  private void focus(String selector) {
    var node = robot.find(selector);
    ConsoleRobot.doFx(node::requestFocus);
  }

  private void choose(String selector, String text) {
    ComboBox<?> box = robot.find(selector, ComboBox.class);
    ConsoleRobot.doFx(
        () -> {
          int index = box.getItems().stream().map(String::valueOf).toList().indexOf(text);
          box.getSelectionModel().select(index);
        });
    robot.pulse();
  }

  @Test
  @DisplayName("R26 rules are built, ordered by key, predicted before they are saved, and applied")
  void rules() {
    open();
    robot.click("#modeUrlParameter");
    assertEquals("Send by 0 rules", robot.text("#applyTraffic"));
    rule(0, "exp", "*", "shop-002");
    rule(1, "exp", "blue", "shop-003");
    robot.waitForText("#ruleMessage-1", text -> text.startsWith("Never decides: rule 10"));
    robot.write("#samplesText", "https://shop.example/cart?exp=blue\n/x?exp=red\n/plain");
    robot.waitForText("#predicted-0", "shop-002"::equals);
    focus("#ruleHandle-1");
    robot.press(KeyCode.ALT, KeyCode.UP);
    robot.waitForText("#predicted-0", "shop-003"::equals);
    robot.waitForText("#prediction-0", "by rule 10"::equals);
    robot.waitForText("#predicted-1", "shop-002"::equals);
    robot.waitForText("#prediction-2", "no rule matches: default"::equals);
    assertInstanceOf(TrafficPolicy.ByPercent.class, policy(), "nothing is applied yet");
    robot.click("#applyTraffic");
    robot.find("#toast-undo");
    var byRules = assertInstanceOf(ByRules.class, policy());
    assertEquals(
        List.of(
            new RouteRule(10, "exp", "blue", Fixtures.SHOP_3),
            new RouteRule(20, "exp", "*", Fixtures.SHOP_2)),
        byRules.rules());
    assertEquals(Fixtures.SHOP_1, byRules.fallback());
    robot.click("#toast-undo");
    robot.waitUntil("undone", () -> policy() instanceof TrafficPolicy.ByPercent);
    robot.waitUntilGone("#addRule");
  }

  @Test
  @DisplayName("R27 a rule is dragged to another place")
  void dragged() {
    engine.setTraffic(
        Fixtures.SHOP,
        new ByRules(
            TrafficPolicy.Key.HEADER,
            List.of(
                new RouteRule(1, "X-Group", "a", Fixtures.SHOP_1),
                new RouteRule(2, "X-Group", "b", Fixtures.SHOP_2),
                new RouteRule(3, "X-Group", "c", Fixtures.SHOP_3)),
            Fixtures.SHOP_1),
        Optional.empty(),
        "");
    open();
    robot.dragTo("#ruleHandle-0", "#ruleHandle-2");
    robot.waitForText("#ruleValue-2", "a"::equals);
    robot.click("#applyTraffic");
    robot.find("#toast-undo");
    assertEquals(
        List.of("b", "c", "a"),
        ((ByRules) policy()).rules().stream().map(RouteRule::value).toList());
  }

  @Test
  @DisplayName("R73 a rule that is not allowed says why beside it and cannot be applied")
  void wrongRule() {
    open();
    robot.click("#modeHeader");
    rule(0, "not a header", "x", "shop-002");
    robot.waitForText("#ruleMessage-0", text -> text.contains("not a header"));
    assertTrue(robot.find("#applyTraffic").isDisabled());
    assertEquals("Complete the rules first", robot.text("#applyTraffic"));
    robot.write("#ruleKey-0", "X-Group");
    robot.waitUntilGone("#ruleMessage-0");
    robot.write("#ruleValue-0", "[a");
    robot.waitForText("#ruleMessage-0", text -> text.contains("[a"));
    robot.click("#removeRule-0");
    robot.waitUntilGone("#rule-0");
  }

  @Test
  @DisplayName("R69 an earlier policy is restored with one action, and that can be undone")
  void restored() {
    Fixtures.split(engine, Fixtures.SHOP, 70, 20, 10);
    Fixtures.split(engine, Fixtures.SHOP, 0, 0, 100);
    open();
    robot.click("#sideHistory");
    robot.click("#restore-2");
    robot.waitForText("#percent-shop-001", "70"::equals);
    assertEquals(70, policy().shareOf(Fixtures.SHOP_1).value());
    robot.click("#toast-undo");
    robot.waitForText("#percent-shop-003", "100"::equals);
    assertEquals(100, policy().shareOf(Fixtures.SHOP_3).value());
  }

  @Test
  @DisplayName(
      "R21 applied while moving: each move takes effect, and one undo takes all of it back")
  void live() {
    open();
    robot.click("#applyWhileMoving");
    focus("#share-shop-002");
    robot.press(KeyCode.PAGE_UP);
    robot.press(KeyCode.PAGE_UP);
    robot.press(KeyCode.RIGHT);
    robot.waitUntil("11 %", () -> policy().shareOf(Fixtures.SHOP_2).value() == 11);
    robot.click("#toast-undo");
    robot.waitUntil("undone", () -> policy().shareOf(Fixtures.SHOP_1).value() == 100);
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("the editor is drawn in its modes, also in a small window")
  @CsvSource({"LIGHT, ENGLISH", "DARK, CHINESE"})
  void drawn(Theme theme, Language language) {
    settings.theme(theme);
    settings.language(language);
    settings.window(new ConsoleSettings.WindowSize(1100, 700, false));
    Fixtures.split(engine, Fixtures.SHOP, 75, 20, 5);
    open();
    robot.click("#preset-10");
    look("traffic-percent", theme, language);
    robot.click("#sideHistory");
    look("traffic-history", theme, language);
    robot.click("#sideWatch");
    robot.click("#modeUrlParameter");
    rule(0, "exp", "b*", "shop-002");
    rule(1, "exp", "blue", "shop-003");
    rule(2, "user", "[a-f", "shop-003");
    robot.write("#ruleValue-2", "[a-f]*");
    robot.write(
        "#samplesText", "https://shop.example/cart?exp=blue\n/search?user=fred&page=2\n/plain");
    robot.find("#predicted-2");
    look("traffic-rules", theme, language);
  }

  private void look(String name, Theme theme, Language language) {
    var file = robot.screenshot(stage, name + "-" + theme + "-" + language);
    assertTrue(file.toFile().length() > 5_000, file + " is empty");
  }
}
