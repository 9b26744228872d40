package dev.sluice.console.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The comparison of two configurations, as a person reads it.
class DiffViewTest {
  @TempDir Path folder;

  private final ConsoleRobot robot = new ConsoleRobot();
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final Stage stage = ConsoleRobot.stage();
  private ConsoleSettings settings = ConsoleSettings.open(Path.of("nowhere"));

  @BeforeEach
  void twoSnapshots() {
    settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    Fixtures.service(engine, "shop", 2);
    redeploy("hunter2", "info", "fair and square", 2);
    redeploy("swordfish", "debug", "fair and round", 3);
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  private void redeploy(String password, String level, String mode, int port) {
    var draft =
        configuration()
            .withPort(8080 + port)
            .withRemark("Level " + level)
            .withEnvironment(
                List.of(
                    EnvironmentVariable.secret("PASSWORD", password),
                    EnvironmentVariable.plain("LEVEL", level),
                    EnvironmentVariable.plain("SETTINGS", settings(mode))));
    engine.redeploy(Fixtures.SHOP_1, draft, Optional.empty(), "Louder", false);
  }

  /// A file of 60 lines, as people put them into a variable.
  private static String settings(String mode) {
    return IntStream.range(0, 60)
        .mapToObj(i -> i == 40 ? "mode = " + mode : "option-" + i + " = on")
        .collect(Collectors.joining("\n"));
  }

  private Configuration configuration() {
    return engine.getVersion(Fixtures.SHOP_1).configuration();
  }

  private Console open(Place place, String found) {
    var console = ConsoleRobot.onFx(() -> Console.show(stage, engine, settings));
    robot.find("#servicesTable");
    ConsoleRobot.doFx(() -> console.navigator().open(place));
    robot.find(found);
    return console;
  }

  private Console openDiff() {
    var console = open(new Place.Diff(Fixtures.SHOP_1, new SnapshotId("shop-001.2")), "#diffList");
    robot.waitUntil("fields", () -> !list().getItems().isEmpty());
    return console;
  }

  private ListView<?> list() {
    return (ListView<?>) stage.getScene().getRoot().lookup("#diffList");
  }

  private int selected() {
    return ConsoleRobot.onFx(() -> list().getSelectionModel().getSelectedIndex());
  }

  private static String clipboard() {
    return ConsoleRobot.onFx(() -> Clipboard.getSystemClipboard().getString());
  }

  @Test
  @DisplayName("R51 F7 and N go from difference to difference, Shift+F7 and P back, round the ends")
  void keys() {
    openDiff();
    robot.press(KeyCode.F7);
    int first = selected();
    assertTrue(first > 0);
    robot.press(KeyCode.N);
    assertTrue(selected() > first);
    robot.press(KeyCode.P);
    assertEquals(first, selected());
    robot.press(KeyCode.SHIFT, KeyCode.F7);
    assertTrue(selected() > first, "round to the last");
    robot.write("#rollbackRemark", "");
    int before = selected();
    robot.press(KeyCode.N);
    assertEquals(before, selected(), "in a text field an n is an n");
  }

  @Test
  @DisplayName("R51 equal fields are shown when wanted, and the values one below the other")
  void layouts() {
    openDiff();
    int differences = ConsoleRobot.onFx(() -> list().getItems().size());
    robot.click("#onlyDifferences");
    robot.waitUntil("all fields", () -> list().getItems().size() > differences + 10);
    robot.click("#unified");
    robot.waitForText("#leftTitle", "Now (−) and Snapshot 2 (+)"::equals);
    assertFalse(robot.isVisible("#rightTitle"));
  }

  @Test
  @DisplayName("R51 of a long text the part that differs is shown, and the whole line by line")
  void longText() {
    openDiff();
    robot.clickText("All 60 lines");
    robot.find("#longTextTitle");
    robot.screenshot(stage, "diff-long-text");
    var areas = ConsoleRobot.onFx(() -> areas());
    assertEquals(2, areas.size());
    assertTrue(areas.getFirst().getText().contains("− mode = fair and round"));
    assertTrue(areas.getLast().getText().contains("+ mode = fair and square"));
    robot.click("#closeLongText");
    robot.waitUntilGone("#longTextTitle");
  }

  private List<CodeArea> areas() {
    return stage.getScene().getRoot().lookupAll(".diff-lines").stream()
        .map(CodeArea.class::cast)
        .sorted((a, b) -> Double.compare(a.localToScene(0, 0).getX(), b.localToScene(0, 0).getX()))
        .toList();
  }

  @Test
  @DisplayName(
      "R51 the comparison leaves as Markdown, on the clipboard or in a file, without secrets")
  void markdown() throws Exception {
    var console = openDiff();
    robot.click("#exportDiff");
    robot.clickText("Copy as Markdown");
    robot.find("#toasts .toast");
    String copied = clipboard();
    assertTrue(copied.startsWith("# shop-001: now and snapshot 2\n"), copied);
    assertTrue(copied.contains("| ~ | LEVEL | `debug` | `info` |"), copied);
    assertTrue(copied.contains("- mode = fair and round\n+ mode = fair and square"), copied);
    assertFalse(copied.contains("hunter2") || copied.contains("swordfish"), copied);
    var file = folder.resolve("comparison.md");
    ConsoleRobot.doFx(() -> new DiffExport(console.context()).write(copied, file));
    robot.waitUntil("the file", () -> Files.exists(file));
    assertEquals(copied, Files.readString(file));
  }

  @Test
  @DisplayName("R51 two snapshots chosen in the history are compared, the older one on the left")
  void twoSnapshotsChosen() {
    open(new Place.Version(Fixtures.SHOP_1, Place.VersionTab.HISTORY), "#historyTable");
    robot.waitUntil("snapshots", () -> table().getItems().size() == 2);
    assertTrue(robot.find("#compareSnapshots").isDisabled());
    ConsoleRobot.doFx(() -> table().getSelectionModel().selectAll());
    robot.click("#compareSnapshots");
    robot.waitForText("#leftTitle", "shop-001 snapshot 1"::equals);
    robot.waitForText("#rightTitle", "shop-001 snapshot 2"::equals);
    assertFalse(robot.isVisible("#confirmRollback"), "R52");
  }

  private NewVersion.Reference version() {
    return new NewVersion.OfVersion(Fixtures.SHOP_1);
  }

  private TableView<?> table() {
    return (TableView<?>) stage.getScene().getRoot().lookup("#historyTable");
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("the comparison is drawn side by side and unified, also in a small window")
  @CsvSource({"LIGHT, ENGLISH", "DARK, CHINESE"})
  void drawn(Theme theme, Language language) {
    settings.theme(theme);
    settings.language(language);
    settings.window(new ConsoleSettings.WindowSize(1100, 700, false));
    var console = openDiff();
    look("diff-side-by-side", theme, language);
    robot.click("#unified");
    look("diff-unified", theme, language);
    ConsoleRobot.doFx(
        () ->
            console
                .navigator()
                .open(new Place.Compare(version(), new NewVersion.OfVersion(Fixtures.SHOP_2))));
    robot.find("#compareLeft");
    robot.waitUntil("fields", () -> !list().getItems().isEmpty());
    look("compare", theme, language);
  }

  private void look(String name, Theme theme, Language language) {
    var file = robot.screenshot(stage, name + "-" + theme + "-" + language);
    assertTrue(file.toFile().length() > 5_000, file + " is empty");
  }
}
