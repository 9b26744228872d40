package dev.sluice.console.versions;

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
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The editor of a configuration and its review, as a person uses them.
class EditorTest {
  @TempDir Path folder;

  private final ConsoleRobot robot = new ConsoleRobot();
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final Stage stage = ConsoleRobot.stage();
  private ConsoleSettings settings = ConsoleSettings.open(Path.of("nowhere"));

  @BeforeEach
  void oneVersion() {
    settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    Fixtures.service(engine, "shop", 1);
    redeploy(configuration().withEnvironment(List.of(EnvironmentVariable.plain("LEVEL", "info"))));
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  private Configuration configuration() {
    return engine.getVersion(Fixtures.SHOP_1).configuration();
  }

  private void redeploy(Configuration draft) {
    engine.redeploy(Fixtures.SHOP_1, draft, Optional.empty(), "", false);
  }

  private Console open(Place place) {
    var console = ConsoleRobot.onFx(() -> Console.show(stage, engine, settings));
    robot.find("#servicesTable");
    open(console, place);
    return console;
  }

  private void open(Console console, Place place) {
    ConsoleRobot.doFx(() -> console.navigator().open(place));
  }

  private Console openEditor() {
    var console = open(new Place.EditVersion(Fixtures.SHOP_1));
    robot.waitForText("#port", "8080"::equals);
    return console;
  }

  @Test
  @DisplayName("R73 what is typed is checked beside its field, in the engine's words")
  void validation() {
    openEditor();
    robot.write("#port", "70000");
    robot.waitUntil("a problem", () -> shows("70000") && shows("65"));
    assertTrue(robot.find("#review").isDisabled());
    robot.write("#port", "9090");
    robot.waitUntil("no problem", () -> !shows(""));
    assertFalse(robot.find("#review").isDisabled());
  }

  private boolean shows(String part) {
    return stage.getScene().getRoot().lookupAll(".field-problem").stream()
        .filter(Node::isVisible)
        .map(node -> ((Labeled) node).getText())
        .anyMatch(text -> text.contains(part));
  }

  @Test
  @DisplayName(
      "R33 neither the editor nor the review of a redeploy offers a choice of traffic, both say that it"
          + " stays, and it does")
  void noTrafficChoice() {
    Fixtures.version(engine, Fixtures.SHOP, 0);
    Fixtures.split(engine, Fixtures.SHOP, 80, 20);
    var before = engine.getTraffic(Fixtures.SHOP);
    openEditor();
    assertFalse(robot.isVisible("#startTraffic0"));
    assertFalse(robot.isVisible("#startTraffic100"));
    assertTrue(everything().contains("A redeploy keeps the traffic this version has."));
    robot.write("#port", "9090");
    robot.click("#review");
    robot.find("#expectedDuration");
    assertFalse(robot.isVisible("#startTraffic0"));
    robot.click("#saveAndRedeploy");
    robot.find("#progressTitle");
    robot.waitUntil("the new port", () -> configuration().port() == 9090);
    assertEquals(before, engine.getTraffic(Fixtures.SHOP));
  }

  @Test
  @DisplayName(
      "R35 a new artifact is only part of the draft: applying it deploys nothing, cancelling discards"
          + " it with all the rest, and saving deploys the whole draft")
  void artifactInTheDraft() {
    var before = configuration();
    long operations = operations();
    var console = openEditor();
    typeArtifact("/srv/new");
    robot.click("#applyArtifact");
    robot.waitForText("#artifactSummary", text -> text.contains("/srv/new"));
    robot.write("#port", "9090");
    robot.click("#cancelEditor");
    robot.waitUntilGone("#cancelEditor");
    assertEquals(before, configuration());
    assertEquals(operations, operations());

    open(console, new Place.EditVersion(Fixtures.SHOP_1));
    robot.waitForText("#port", "8080"::equals);
    assertFalse(robot.text("#artifactSummary").contains("/srv/new"));
    typeArtifact("/srv/new");
    robot.click("#discardArtifact");
    assertFalse(robot.text("#artifactSummary").contains("/srv/new"));
    typeArtifact("/srv/newer");
    robot.click("#applyArtifact");
    robot.write("#port", "9091");
    robot.click("#review");
    robot.find("#expectedDuration");
    assertEquals(before, configuration(), "the review deploys nothing");
    assertEquals(operations, operations());
    robot.click("#saveAndRedeploy");
    robot.find("#progressTitle");
    assertEquals(new Artifact.Command(Optional.of("/srv/newer")), configuration().artifact());
    assertEquals(9091, configuration().port());
    assertEquals(operations + 1, operations());
  }

  private void typeArtifact(String location) {
    robot.click("#updateArtifact");
    robot.write("#artifactLocation .text-field", location);
  }

  private long operations() {
    return engine
        .listOperations(Optional.empty(), Optional.empty(), Page.Request.FIRST_TEN)
        .total();
  }

  @Test
  @DisplayName("a secret is hidden while it is typed, and never shown in the review")
  void secrets() {
    openEditor();
    robot.click("#addVariable");
    robot.write("#variableName-1", "PASSWORD");
    robot.click("#variableSecret-1");
    assertTrue(robot.find("#variableValue-1") instanceof PasswordField);
    robot.write("#variableValue-1", "hunter2");
    robot.click("#review");
    robot.find("#expectedDuration");
    assertFalse(everything().contains("hunter2"));
    robot.click("#saveAndRedeploy");
    robot.find("#progressTitle");
    assertTrue(configuration().environment().get(1).secret());
  }

  private String everything() {
    return ConsoleRobot.onFx(
        () ->
            stage.getScene().getRoot().lookupAll("*").stream()
                .filter(node -> !(node instanceof PasswordField))
                .map(
                    node ->
                        switch (node) {
                          case Labeled label -> label.getText();
                          case Text text -> text.getText();
                          default -> "";
                        })
                .reduce("", (a, b) -> a + "\n" + b));
  }

  @Test
  @DisplayName("R46 a redeploy by somebody else is told, and the edits are put on it")
  void rebase() {
    openEditor();
    robot.write("#port", "9090");
    redeploy(configuration().withRemark("Theirs"));
    robot.waitForText("#rebaseText", text -> text.contains("Changed there: Remark"));
    assertEquals("9090", robot.text("#port"));
    robot.click("#rebaseDraft");
    robot.waitForText("#remark", "Theirs"::equals);
    assertEquals("9090", robot.text("#port"));
    robot.click("#review");
    robot.click("#saveAndRedeploy");
    robot.find("#progressTitle");
    assertEquals(9090, configuration().port());
    assertEquals("Theirs", configuration().remark());
  }

  @Test
  @DisplayName(
      "a draft survives the console: put on what is there by then, without its secrets, which no"
          + " file holds, and it can be dropped")
  void draftInFile() throws IOException {
    openEditor();
    robot.write("#port", "9090");
    robot.click("#addVariable");
    robot.write("#variableName-1", "KEY");
    robot.click("#variableSecret-1");
    robot.write("#variableValue-1", "hunter2");
    // Nobody is asked when the window is closed.
    ConsoleRobot.doFx(stage::hide);
    robot.waitUntil("a file", () -> drafts().size() == 1);
    String kept = Files.readString(drafts().getFirst());
    assertTrue(kept.contains("9090") && kept.contains("KEY"), kept);
    assertFalse(kept.contains("hunter2"), kept);
    redeploy(configuration().withRemark("Somebody else's"));
    var again = ConsoleRobot.stage();
    try {
      var console = ConsoleRobot.onFx(() -> Console.show(again, engine, settings));
      robot.find("#copy-shop");
      ConsoleRobot.doFx(() -> console.navigator().open(new Place.EditVersion(Fixtures.SHOP_1)));
      robot.waitForText("#port", "9090"::equals);
      robot.waitForText("#rebaseText", text -> text.contains("One secret value was not kept"));
      robot.waitForText("#remark", "Somebody else's"::equals);
      assertEquals("KEY", robot.text("#variableName-1"));
      robot.screenshot(again, "editor-restored");
      robot.click("#dropDraft");
      robot.waitForText("#port", "8080"::equals);
      assertEquals(List.of(), drafts());
    } finally {
      ConsoleRobot.doFx(again::hide);
    }
  }

  private List<Path> drafts() {
    try (var files = Files.walk(folder.resolve("drafts"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  @Test
  @DisplayName("leaving asks once; a draft that is kept is back when its version is edited again")
  void keptDraft() {
    var console = openEditor();
    robot.write("#port", "9090");
    robot.click("#navServices");
    robot.click("#keepDraft");
    robot.find("#servicesTable");
    redeploy(configuration().withRemark("Theirs"));
    open(console, new Place.EditVersion(Fixtures.SHOP_1));
    robot.waitForText("#rebaseText", text -> text.contains("back"));
    assertEquals("9090", robot.text("#port"));
    assertEquals("Theirs", robot.text("#remark"));
    robot.click("#dropDraft");
    robot.waitForText("#port", "8080"::equals);
  }

  @Test
  @DisplayName("R18 a new version starts from any version or snapshot, or from the defaults")
  void startPoints() {
    open(new Place.NewVersion(Fixtures.SHOP, Optional.empty()));
    robot.waitUntil("choices", () -> choices().size() == 3);
    assertEquals(
        List.of("shop-001 now", "shop-001 snapshot 1", "The defaults"),
        ConsoleRobot.onFx(this::choices));
  }

  private List<String> choices() {
    var box = (ComboBox<?>) stage.getScene().getRoot().lookup("#startFrom");
    return box == null ? List.of() : names(box);
  }

  private static <T> List<String> names(ComboBox<T> box) {
    return box.getItems().stream().map(item -> box.getConverter().toString(item)).toList();
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("editor and review are drawn, also in a small window")
  @CsvSource({"LIGHT, ENGLISH", "DARK, CHINESE"})
  void drawn(Theme theme, Language language) {
    settings.theme(theme);
    settings.language(language);
    settings.window(new ConsoleSettings.WindowSize(1100, 700, false));
    openEditor();
    robot.write("#variableValue-0", "debug");
    robot.write("#port", "90900");
    look("editor-run", theme, language);
    scroll(0.55);
    look("editor-scaling", theme, language);
    scroll(0);
    robot.write("#port", "9090");
    redeploy(configuration().withRemark("Theirs"));
    robot.find("#rebaseText");
    look("editor-stale", theme, language);
    robot.click("#rebaseDraft");
    robot.click("#review");
    robot.find("#expectedDuration");
    look("review", theme, language);
  }

  private void scroll(double to) {
    var pane = robot.find("#formPane", ScrollPane.class);
    ConsoleRobot.doFx(() -> pane.setVvalue(to));
  }

  private void look(String name, Theme theme, Language language) {
    var file = robot.screenshot(stage, name + "-" + theme + "-" + language);
    assertTrue(file.toFile().length() > 5_000, file + " is empty");
  }
}
