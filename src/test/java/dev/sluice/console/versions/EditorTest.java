package dev.sluice.console.versions;

import static dev.sluice.console.Fixtures.SHOP;
import static dev.sluice.console.Fixtures.SHOP_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The editor as a person uses it, on an engine in memory.
class EditorTest {
  private static final VersionName SHOP_2 = new VersionName(SHOP, 2);
  private static final Configuration CONFIGURATION =
      Configuration.of(new Artifact.Command(Optional.of("/srv/shop")))
          .withCommand(List.of("node", "my server.js"))
          .withEnvironment(
              List.of(
                  EnvironmentVariable.plain("MODE", "standard"),
                  EnvironmentVariable.secret("API_KEY", "canary-7")))
          .withScaling(Scaling.fixed(2));

  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final ConsoleRobot robot = new ConsoleRobot();
  private Stage stage;
  private Console console;

  @BeforeEach
  void open(@TempDir Path folder) {
    engine.createService(SHOP, true);
    engine.createVersion(
        SHOP, new NewVersion(new NewVersion.Given(CONFIGURATION, Optional.empty()), 100, "first"));
    stage = ConsoleRobot.stage();
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    console = ConsoleRobot.onFx(() -> Console.show(stage, engine, settings));
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  @Test
  @DisplayName("R11 R12 a new version is deployed with what was typed, and traffic at 0")
  void newVersion() {
    show(new Place.NewVersion(SHOP, Optional.empty()));
    robot.write("#editorCommand", "node server.js --name 'my shop'");
    robot.write("#editorMin", "3");
    robot.click("#addVariable");
    robot.write("#variableName-0", "MODE");
    robot.write("#variableValue-0", "fast");
    robot.click("#deployVersion");
    robot.find("#progressTitle");
    var made = engine.getVersion(SHOP_2);
    assertEquals(List.of("node", "server.js", "--name", "my shop"), made.configuration().command());
    assertEquals(3, made.configuration().scaling().min());
    assertEquals(
        List.of(EnvironmentVariable.plain("MODE", "fast")), made.configuration().environment());
    assertEquals(0, made.trafficPercent());
  }

  @Test
  @DisplayName("R9 the second card sends all traffic to the new version once it is deployed")
  void allTraffic() {
    show(new Place.NewVersion(SHOP, Optional.of(new NewVersion.OfVersion(SHOP_1))));
    robot.click("#startTraffic100");
    robot.click("#deployVersion");
    robot.find("#progressTitle");
    assertEquals(100, engine.getVersion(SHOP_2).trafficPercent());
  }

  @Test
  @DisplayName("R18 a copy has the configuration of what it is copied from, secrets included")
  void copy() {
    show(new Place.NewVersion(SHOP, Optional.of(new NewVersion.OfVersion(SHOP_1))));
    robot.click("#deployVersion");
    robot.find("#progressTitle");
    assertEquals(
        engine.getVersion(SHOP_1).configuration(), engine.getVersion(SHOP_2).configuration());
  }

  @Test
  @DisplayName("R33 a redeploy has no traffic choice, says so, and changes no traffic")
  void noTrafficChoice() {
    show(new Place.EditVersion(SHOP_1));
    robot.waitForText("#trafficKeptText", text -> text.contains("100 %"));
    assertFalse(robot.isVisible("#startTraffic0"));
    assertFalse(robot.isVisible("#startTraffic100"));
    var before = engine.getTraffic(SHOP);
    robot.write("#variableValue-0", "fast");
    robot.click("#review");
    robot.click("#saveAndRedeploy");
    robot.find("#progressTitle");
    assertEquals(before, engine.getTraffic(SHOP));
    assertEquals(
        Optional.of("fast"),
        engine.getVersion(SHOP_1).configuration().environment().getFirst().value());
  }

  @Test
  @DisplayName("R35 a new artifact is part of the draft until it is saved and redeployed")
  void artifact() {
    show(new Place.EditVersion(SHOP_1));
    robot.click("#updateArtifact");
    robot.write("#artifactText", "/srv/shop-1.5");
    robot.waitForText("#editorProblems", text -> text.startsWith("Apply or cancel"));
    robot.click("#applyArtifact");
    robot.waitForText("#artifactSummary", text -> text.endsWith("/srv/shop-1.5"));
    assertEquals(CONFIGURATION.artifact(), engine.getVersion(SHOP_1).configuration().artifact());
    assertEquals(0, redeploys());
    robot.click("#review");
    robot.click("#saveAndRedeploy");
    robot.find("#progressTitle");
    assertEquals(
        new Artifact.Command(Optional.of("/srv/shop-1.5")),
        engine.getVersion(SHOP_1).configuration().artifact());
  }

  @Test
  @DisplayName("R35 cancelling discards the whole draft, the artifact too")
  void cancel() {
    show(new Place.EditVersion(SHOP_1));
    robot.click("#updateArtifact");
    robot.write("#artifactText", "/srv/shop-1.5");
    robot.click("#applyArtifact");
    robot.click("#discardEdit");
    robot.click("#discardDraft");
    robot.waitUntilGone("#review");
    assertEquals(0, redeploys());
    show(new Place.EditVersion(SHOP_1));
    robot.waitForText("#artifactSummary", text -> text.endsWith("/srv/shop"));
  }

  @Test
  @DisplayName("R43 a draft that changes nothing cannot be reviewed")
  void unchanged() {
    show(new Place.EditVersion(SHOP_1));
    robot.waitUntil("a disabled review", () -> node("#review").isDisabled());
    robot.write("#editorPort", "8081");
    robot.waitUntil("an enabled review", () -> !node("#review").isDisabled());
  }

  @Test
  @DisplayName("R46 a draft of an older revision says so and goes on after a comparison")
  void stale() {
    show(new Place.EditVersion(SHOP_1));
    robot.write("#variableValue-0", "fast");
    engine.redeploy(SHOP_1, CONFIGURATION.withPort(9000), Optional.empty(), "", false);
    robot.find("#staleDraft");
    assertTrue(ConsoleRobot.onFx(() -> node("#review").isDisabled()));
    robot.click("#takePresentBase");
    robot.waitUntilGone("#staleDraft");
    assertEquals("fast", robot.text("#variableValue-0"));
    robot.find("#change-port");
  }

  @Test
  @DisplayName("what is wrong stands beside its field while typing, in the reader's language")
  void problems() {
    show(new Place.EditVersion(SHOP_1));
    robot.write("#editorPort", "70000");
    robot.waitForText("#editorPortProblem", text -> text.contains("65535"));
    robot.write("#variableName-0", "9x");
    robot.waitForText("#variableProblem-0", text -> text.contains("9x"));
    ConsoleRobot.doFx(() -> console.context().texts().speak(Language.CHINESE));
    robot.waitForText("#review", text -> text.equals("检查变更"));
    robot.waitForText("#editorPortProblem", text -> text.contains("65535"));
    assertEquals("70000", robot.text("#editorPort"));
  }

  @Test
  @DisplayName("what the engine refuses stands beside its field, and what was typed is kept")
  void refused() {
    show(new Place.EditVersion(SHOP_1));
    robot.write("#variableValue-0", "fast");
    robot.click("#review");
    robot.find("#saveAndRedeploy");
    engine.refuseNext(
        new Problem(
            Problem.Kind.NOT_ALLOWED,
            "invalid",
            "The configuration is not allowed.",
            "Correct the fields.",
            Map.of(),
            List.of(Violations.noSuchFile("artifact.path", "/srv/shop")),
            Optional.empty()));
    robot.click("#saveAndRedeploy");
    robot.waitForText("#artifactProblem", text -> text.contains("/srv/shop"));
    assertEquals("fast", robot.text("#variableValue-0"));
  }

  @Test
  @DisplayName("leaving a changed draft asks once, and a kept draft is there again")
  void keptDraft() {
    show(new Place.EditVersion(SHOP_1));
    robot.write("#variableValue-0", "fast");
    robot.click("#navServices");
    robot.click("#keepDraft");
    robot.find("#servicesTable");
    show(new Place.EditVersion(SHOP_1));
    robot.waitUntil(
        "the draft", () -> ((TextInputControl) node("#variableValue-0")).getText().equals("fast"));
    robot.find("#change-environment\\.MODE");
  }

  @Test
  @DisplayName("a secret is never shown, and stays as it was when none is typed")
  void secrets() {
    show(new Place.EditVersion(SHOP_1));
    assertEquals("", robot.text("#variableValue-1"));
    robot.write("#editorMin", "1");
    robot.click("#review");
    robot.click("#saveAndRedeploy");
    robot.find("#progressTitle");
    // The fake refuses a secret without a value, so that it was kept is what made this go through.
    assertEquals(1, redeploys());
  }

  @Test
  @DisplayName("every control of the editor has a name for screen readers")
  void names() {
    show(new Place.NewVersion(SHOP, Optional.of(new NewVersion.OfVersion(SHOP_1))));
    robot.find("#variableValue-1");
    ConsoleRobot.doFx(() -> checkNames(stage.getScene().lookup("#editorPage")));
  }

  private static void checkNames(Node node) {
    boolean control =
        node instanceof TextInputControl
            || node instanceof ComboBoxBase<?>
            || node instanceof Button
            || node instanceof ToggleButton;
    if (control && node.isVisible() && node.getId() != null) {
      String text = node instanceof Labeled labeled ? labeled.getText() : null;
      String name = node.getAccessibleText() == null ? text : node.getAccessibleText();
      assertNotNull(name, node.getId());
      assertFalse(name.isBlank(), node.getId());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(EditorTest::checkNames);
    }
  }

  private long redeploys() {
    return engine
        .listOperations(Optional.empty(), Optional.of(SHOP_1), Page.Request.FIRST_TEN)
        .items()
        .stream()
        .filter(operation -> operation.kind() == Operation.Kind.REDEPLOY)
        .count();
  }

  private Node node(String selector) {
    return stage.getScene().getRoot().lookup(selector);
  }

  private void show(Place place) {
    ConsoleRobot.doFx(() -> console.navigator().open(place));
    robot.find("#editorCommand");
    robot.pulse();
  }
}
