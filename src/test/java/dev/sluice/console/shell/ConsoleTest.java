package dev.sluice.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Page;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The console as a person uses it, on an engine in memory.
class ConsoleTest {
  @TempDir Path folder;

  private final ConsoleRobot robot = new ConsoleRobot();
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final Stage stage = ConsoleRobot.stage();
  private final List<String> opened = new ArrayList<>();
  private ConsoleSettings settings = ConsoleSettings.open(Path.of("nowhere"));

  @BeforeEach
  void inEnglish() {
    settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  private Console show() {
    return ConsoleRobot.onFx(
        () -> Console.show(stage, engine, settings, InstantSource.system(), opened::add));
  }

  private Console showShop(int... percent) {
    Fixtures.service(engine, "shop", percent.length);
    Fixtures.split(engine, Fixtures.SHOP, percent);
    var console = show();
    robot.find("#servicesTable");
    return console;
  }

  private void openTraffic(Console console) {
    ConsoleRobot.doFx(
        () -> console.navigator().open(new Place.Service(Fixtures.SHOP, Place.ServiceTab.TRAFFIC)));
    robot.find("#applyTraffic");
  }

  private int share(int version) {
    return engine
        .getTraffic(Fixtures.SHOP)
        .policy()
        .shareOf(new VersionName(Fixtures.SHOP, version))
        .value();
  }

  @Test
  @DisplayName(
      "R1 a name is checked while it is typed, and the engine's refusal stands beside the field")
  void newService() {
    Fixtures.service(engine, "shop", 0);
    show();
    robot.click("#newService");
    robot.write("#serviceName", "Shop!");
    robot.waitForText(
        "#serviceNameProblem", text -> text.contains("'Shop!' is not a service name"));
    assertTrue(robot.find("#createService").isDisabled());
    robot.write("#serviceName", "shop");
    robot.click("#createService");
    robot.waitForText("#serviceNameProblem", text -> text.contains("already"));
    robot.write("#serviceName", "cart");
    assertEquals("Create cart", robot.text("#createService"));
    robot.press(KeyCode.ENTER);
    robot.waitForText("#serviceTitle", "cart"::equals);
    robot.find("#firstVersion");
    assertEquals(2, engine.listServices("", Page.Request.FIRST_TEN).total());
  }

  @Test
  @DisplayName("R9 one click deploys the sample and shows how it goes")
  void sample() {
    show();
    robot.click("#deploySample");
    robot.waitUntilGone("#deploySample");
    var sample = new ServiceName("sample");
    assertEquals(1, engine.listVersions(sample).size());
    robot.click("#navServices");
    robot.find("#copy-sample");
  }

  @Test
  @DisplayName("typing in the filter leaves the services that match, and says when none does")
  void filter() {
    Fixtures.service(engine, "cart", 1);
    showShop(100);
    robot.write("#filter", "car");
    robot.waitUntilGone("#copy-shop");
    robot.find("#copy-cart");
    robot.write("#filter", "zzz");
    robot.find("#noMatch");
  }

  @Test
  @DisplayName("a double click opens a service, Alt+Left goes back")
  void openAndBack() {
    showShop(100);
    robot.doubleClickText("shop");
    robot.waitForText("#serviceTitle", "shop"::equals);
    robot.click("#openDomain");
    robot.waitUntil("the browser", () -> !opened.isEmpty());
    assertTrue(opened.getFirst().startsWith("http://shop.localhost"), opened.toString());
    robot.press(KeyCode.ALT, KeyCode.LEFT);
    robot.find("#servicesTable");
  }

  @Test
  @DisplayName(
      "R21 nothing is applied while sliders move; the button says what it does, and undo takes it back")
  void traffic() {
    openTraffic(showShop(100, 0));
    assertTrue(robot.find("#applyTraffic").isDisabled());
    robot.write("#percent-shop-002", "20");
    robot.press(KeyCode.ENTER);
    robot.waitForText("#percent-shop-001", "80"::equals);
    assertEquals(100, share(1), "nothing is applied yet");
    assertEquals("Send 20 % to shop-002", robot.text("#applyTraffic"));
    robot.click("#applyTraffic");
    robot.find("#toast-undo");
    assertEquals(20, share(2));
    robot.click("#toast-undo");
    robot.waitForText("#percent-shop-001", "100"::equals);
    assertEquals(100, share(1));
  }

  @Test
  @DisplayName("arrows move a share by 1, Page up by 5, End and Home to the ends")
  void keyboard() {
    openTraffic(showShop(100, 0));
    ConsoleRobot.doFx(() -> node("#share-shop-002").requestFocus());
    robot.press(KeyCode.RIGHT);
    robot.waitForText("#percent-shop-002", "1"::equals);
    robot.press(KeyCode.PAGE_UP);
    robot.waitForText("#percent-shop-002", "6"::equals);
    robot.press(KeyCode.END);
    robot.waitForText("#percent-shop-002", "100"::equals);
    robot.press(KeyCode.HOME);
    robot.waitForText("#percent-shop-001", "100"::equals);
  }

  private Node node(String selector) {
    return stage.getScene().getRoot().lookup(selector);
  }

  @Test
  @DisplayName("somebody else's change is shown and the shares that were put in are kept")
  void stale() {
    openTraffic(showShop(100, 0));
    robot.click("#preset-10");
    robot.waitForText("#percent-shop-002", "10"::equals);
    engine.setTraffic(
        Fixtures.SHOP, TrafficPolicy.ByPercent.allTo(Fixtures.SHOP_2), Optional.empty(), "");
    robot.click("#keepMine");
    assertEquals("10", robot.text("#percent-shop-002"));
    robot.click("#applyTraffic");
    robot.find("#toast-undo");
    assertEquals(90, share(1));
  }

  @Test
  @DisplayName("R3 deleting a service that has versions is refused with the reason")
  void refusedDeletion() {
    showShop(100);
    robot.doubleClickText("shop");
    robot.click("#deleteService");
    assertTrue(robot.find("#confirmDelete").isDisabled(), "the name is not typed yet");
    robot.write("#deleteName", "shop");
    robot.click("#confirmDelete");
    robot.waitForText(
        "#deleteProblem", text -> text.contains("shop-001") || text.contains("version"));
    robot.click("#cancelDelete");
    robot.waitUntilGone("#deleteName");
  }

  @Test
  @DisplayName("R4 the switch in the header closes the service's domain")
  void publicAccess() {
    showShop(100);
    robot.doubleClickText("shop");
    robot.click("#publicAccess");
    robot.waitUntil("not public", () -> !engine.getService(Fixtures.SHOP).publicAccess());
  }

  @Test
  @DisplayName("Ctrl+K finds a service by a part of its name")
  void palette() {
    Fixtures.service(engine, "cart", 1);
    showShop(100);
    robot.press(KeyCode.SHORTCUT, KeyCode.K);
    robot.write("#paletteText", "traffic car");
    robot.press(KeyCode.ENTER);
    robot.waitForText("#serviceTitle", "cart"::equals);
    robot.find("#share-cart-001");
  }

  @Test
  @DisplayName("language and looks change at once, also of what is open, and are kept")
  void languageAndTheme() {
    showShop(100);
    robot.click("#navSettings");
    robot.click("#languageChinese");
    robot.waitForText("#navServices", "服务"::equals);
    robot.click("#themeDark");
    robot.click("#navServices");
    robot.waitForText("#newService", "新建服务"::equals);
    var again = ConsoleSettings.open(folder.resolve("console.properties"));
    assertEquals(Language.CHINESE, again.language());
    assertEquals(Theme.DARK, again.theme());
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("every screen is drawn, and every control on it has a name for screen readers")
  @CsvSource({"LIGHT, ENGLISH", "LIGHT, CHINESE", "DARK, ENGLISH", "DARK, CHINESE"})
  void screens(Theme theme, Language language) {
    settings.theme(theme);
    settings.language(language);
    var console = show();
    robot.find("#deploySample");
    look("services-empty", theme, language);
    robot.click("#newServiceEmpty");
    robot.write("#serviceName", "Shop");
    look("new-service", theme, language);
    robot.press(KeyCode.ESCAPE);
    Fixtures.service(engine, "shop", 3);
    Fixtures.service(engine, "cart", 1);
    Fixtures.service(engine, "mail", 0);
    Fixtures.split(engine, Fixtures.SHOP, 75, 20, 5);
    robot.find("#copy-shop");
    look("services", theme, language);
    for (var tab : Place.ServiceTab.values()) {
      ConsoleRobot.doFx(() -> console.navigator().open(new Place.Service(Fixtures.SHOP, tab)));
      look("service-" + tab, theme, language);
    }
    for (var tab : Place.VersionTab.values()) {
      ConsoleRobot.doFx(() -> console.navigator().open(new Place.Version(Fixtures.SHOP_1, tab)));
      look("version-" + tab, theme, language);
    }
    var operation =
        engine
            .listOperations(Optional.empty(), Optional.of(Fixtures.SHOP_1), Page.Request.FIRST_TEN)
            .items()
            .getFirst();
    ConsoleRobot.doFx(() -> console.navigator().open(new Place.Progress(operation.id())));
    robot.waitForText("#progressTitle", text -> text.contains("shop-001"));
    look("operation", theme, language);
    ConsoleRobot.doFx(() -> console.navigator().open(new Place.Operations()));
    look("operations", theme, language);
    ConsoleRobot.doFx(
        () ->
            console
                .navigator()
                .open(new Place.Service(new ServiceName("mail"), Place.ServiceTab.VERSIONS)));
    robot.find("#firstVersion");
    look("service-without-version", theme, language);
    robot.click("#navSettings");
    look("settings", theme, language);
    robot.press(KeyCode.SHORTCUT, KeyCode.K);
    look("palette", theme, language);
  }

  private void look(String name, Theme theme, Language language) {
    var file = robot.screenshot(stage, name + "-" + theme + "-" + language);
    assertTrue(file.toFile().length() > 5_000, file + " is empty");
    var nameless = ConsoleRobot.onFx(() -> nameless(stage.getScene().getRoot()));
    assertEquals(List.of(), nameless, name);
  }

  /// Visible controls that a screen reader could only call "button" or "field".
  private static List<String> nameless(Parent parent) {
    var found = new ArrayList<String>();
    for (Node node : parent.getChildrenUnmodifiable()) {
      if (!node.isVisible()) {
        continue;
      }
      if (node instanceof Control control && control.isFocusTraversable() && !hasName(control)) {
        found.add(control.toString());
      }
      if (node instanceof Parent inner && !(node instanceof ComboBoxBase<?>)) {
        found.addAll(nameless(inner));
      }
    }
    return found;
  }

  private static boolean hasName(Control control) {
    return isText(control.getAccessibleText())
        || (control instanceof Labeled labeled && isText(labeled.getText()))
        || (control instanceof TextInputControl input && isText(input.getPromptText()));
  }

  private static boolean isText(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  @Test
  @DisplayName("a window keeps its size")
  void window() {
    show();
    ConsoleRobot.doFx(() -> stage.setWidth(1333));
    robot.pulse();
    ConsoleRobot.doFx(stage::hide);
    assertEquals(1333, ConsoleSettings.open(folder.resolve("console.properties")).window().width());
    assertFalse(stage.isShowing());
  }
}
