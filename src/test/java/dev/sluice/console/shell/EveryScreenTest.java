package dev.sluice.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.ConsoleOnFake;
import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.fx.Views;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Walks every screen and every dialog in the smallest window, and looks at each as somebody does
/// who hears it, or has no mouse.
class EveryScreenTest extends ConsoleOnFake {
  private static final ServiceName MAIL = new ServiceName("mail");

  private final Set<String> focused = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private String about = "";

  private void services() {
    Fixtures.service(engine, "shop", 3);
    Fixtures.service(engine, "mail", 0);
    Fixtures.split(engine, Fixtures.SHOP, 75, 20, 5);
    for (String level : List.of("info", "debug")) {
      var draft =
          engine
              .getVersion(Fixtures.SHOP_1)
              .configuration()
              .withEnvironment(
                  List.of(
                      EnvironmentVariable.plain("LEVEL", level),
                      EnvironmentVariable.plain("FILE", (level + "\n").repeat(40)),
                      EnvironmentVariable.secret("KEY", level)));
      engine.redeploy(Fixtures.SHOP_1, draft, Optional.empty(), "Louder", false);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName(
      "on every screen each control has a name, is reached by Tab and shows that it is, no text is"
          + " cut off and nothing lies outside")
  @CsvSource({"LIGHT, ENGLISH", "DARK, CHINESE"})
  void walk(Theme theme, Language language) {
    about = "-" + theme + "-" + language;
    look(theme, language);
    small();
    var console = show();
    robot.find("#deploySample");
    stop("empty");
    services();
    robot.find("#copy-shop");
    stop("services");
    dialogs(console);
    ofService(console);
    ofVersion(console);
    editor(console);
    comparisons(console);
    others(console);
    assertEquals(List.of(), wrong);
  }

  private void go(Console console, Place place, String found) {
    ConsoleRobot.doFx(() -> console.navigator().open(place));
    robot.find(found);
  }

  private void stop(String name) {
    robot.screenshot(stage, "walk-" + name + about);
    new ScreenLook(robot, stage.getScene(), focused)
        .complaints()
        .forEach(complaint -> wrong.add(name + ": " + complaint));
  }

  private void closeWith(KeyCode key, String gone) {
    robot.press(key);
    robot.waitUntilGone(gone);
  }

  private void dialogs(Console console) {
    go(console, new Place.NewService(Optional.empty()), "#serviceName");
    stop("new-service");
    closeWith(KeyCode.ESCAPE, "#serviceName");
    robot.press(KeyCode.F1);
    robot.find("#closeKeys");
    stop("keys");
    closeWith(KeyCode.ESCAPE, "#closeKeys");
    robot.press(KeyCode.SHORTCUT, KeyCode.K);
    robot.find("#paletteText");
    stop("palette");
    closeWith(KeyCode.ESCAPE, "#paletteText");
    robot.clickText("shop");
    robot.click("#freeze");
    robot.find("#confirmFreeze");
    stop("freeze");
    closeWith(KeyCode.ESCAPE, "#confirmFreeze");
    robot.click("#delete");
    robot.find("#deleteName");
    stop("delete");
    closeWith(KeyCode.ESCAPE, "#deleteName");
  }

  private void ofService(Console console) {
    for (var tab : Place.ServiceTab.values()) {
      go(console, new Place.Service(Fixtures.SHOP, tab), "#serviceTitle");
      stop("service-" + tab);
    }
    go(console, new Place.Service(Fixtures.SHOP, Place.ServiceTab.METRICS), "#metricsAsTable");
    robot.click("#metricsAsTable");
    stop("service-now");
    go(console, new Place.Service(Fixtures.SHOP, Place.ServiceTab.TRAFFIC), "#modeHeader");
    robot.click("#sideHistory");
    stop("traffic-history");
    robot.click("#modeUrlParameter");
    robot.click("#addRule");
    robot.click("#sidePrediction");
    robot.find("#ruleKey-0");
    stop("traffic-rules");
    ConsoleRobot.doFx(
        () ->
            console.navigator().open(new Place.Service(Fixtures.SHOP, Place.ServiceTab.VERSIONS)));
    robot.clickText("shop-002");
    robot.press(KeyCode.SHIFT, KeyCode.DOWN);
    robot.click("#deleteSelected");
    robot.find("#batchName");
    stop("batch-deletion");
    closeWith(KeyCode.ESCAPE, "#batchName");
    go(console, new Place.Service(MAIL, Place.ServiceTab.VERSIONS), "#firstVersion");
    stop("service-without-version");
  }

  private void ofVersion(Console console) {
    for (var tab : Place.VersionTab.values()) {
      go(console, new Place.Version(Fixtures.SHOP_1, tab), "#editAndRedeploy");
      stop("version-" + tab);
    }
  }

  private void editor(Console console) {
    go(console, new Place.NewVersion(MAIL, Optional.empty()), "#deployVersion");
    robot.find("#command");
    stop("new-version");
    go(console, new Place.EditVersion(Fixtures.SHOP_1), "#review");
    robot.waitForText("#port", "8080"::equals);
    robot.click("#updateArtifact");
    robot.find("#applyArtifact");
    stop("edit");
    robot.write("#port", "9090");
    robot.click("#review");
    robot.find("#saveAndRedeploy");
    robot.find("#expectedDuration");
    stop("review");
    closeWith(KeyCode.ESCAPE, "#saveAndRedeploy");
    ConsoleRobot.doFx(() -> console.navigator().open(new Place.Services()));
    robot.find("#discardDraft");
    stop("leave");
    robot.click("#discardDraft");
    robot.waitUntilGone("#discardDraft");
  }

  private void comparisons(Console console) {
    go(console, new Place.Diff(Fixtures.SHOP_1, new SnapshotId("shop-001.2")), "#diffList");
    robot.find("#expectedDuration");
    stop("diff");
    robot.click("#longText-FILE");
    robot.find("#closeLongText");
    stop("long-text");
    closeWith(KeyCode.ESCAPE, "#closeLongText");
    robot.click("#unified");
    stop("diff-unified");
    go(
        console,
        new Place.Compare(
            new NewVersion.OfVersion(Fixtures.SHOP_1), new NewVersion.OfVersion(Fixtures.SHOP_2)),
        "#compareLeft");
    stop("compare");
  }

  private void others(Console console) {
    go(console, new Place.Operations(), "#operationsTable");
    stop("operations");
    for (var operation :
        engine
            .listOperations(Optional.empty(), Optional.empty(), Page.Request.FIRST_TEN)
            .items()
            .subList(0, 4)) {
      go(console, new Place.Progress(operation.id()), "#progressTitle");
      stop("operation-" + operation.kind());
    }
    go(console, new Place.Settings(), "#themeDark");
    stop("settings");
    go(console, new Place.Engines(), "#openAddEngine");
    stop("engines");
    robot.click("#openAddEngine");
    robot.find("#engineName");
    stop("add-engine");
    closeWith(KeyCode.ESCAPE, "#engineName");
    ConsoleRobot.doFx(
        () -> console.context().engines().guard(console.context().engines().chosen(), true));
    robot.click("#lock");
    robot.find("#typedName");
    stop("unlock");
    closeWith(KeyCode.ESCAPE, "#typedName");
  }

  @Test
  @DisplayName("Tab leaves a field of several lines, forwards and back")
  void tabLeaves() {
    services();
    open(new Place.NewVersion(Fixtures.SHOP, Optional.empty()), "#command");
    var field = robot.find("#command", TextArea.class);
    robot.click("#command");
    String before = ConsoleRobot.onFx(field::getText);
    robot.press(KeyCode.TAB);
    assertFalse(field.isFocused());
    robot.press(KeyCode.SHIFT, KeyCode.TAB);
    assertTrue(field.isFocused());
    assertEquals(before, ConsoleRobot.onFx(field::getText));
  }

  @ParameterizedTest
  @DisplayName("every view loads, and says nothing in another language")
  @EnumSource(Language.class)
  void views(Language language) throws IOException {
    try (var files = Files.walk(Path.of("fxml"))) {
      var all = files.filter(file -> file.toString().endsWith(".fxml")).toList();
      assertEquals(Views.values().length, all.size());
      for (var file : all) {
        assertTrue(ConsoleRobot.onFx(() -> load(file, language)).isVisible(), file.toString());
      }
    }
  }

  /// Without its controller, whose handlers the walk needs.
  private static Parent load(Path file, Language language) throws IOException {
    String view =
        Files.readString(file)
            .replaceAll(" fx:controller=\"[^\"]*\"", "")
            .replaceAll(" on[A-Z]\\w*=\"#\\w+\"", "");
    var loader = new FXMLLoader();
    loader.getNamespace().put("texts", new Texts(language).map());
    return loader.load(new ByteArrayInputStream(view.getBytes(StandardCharsets.UTF_8)));
  }
}
