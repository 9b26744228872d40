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
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.engine.api.AuditEntry;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a version's history over the comparison to the rollback.
class RollbackTest {
  @TempDir Path folder;

  private final ConsoleRobot robot = new ConsoleRobot();
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final Stage stage = ConsoleRobot.stage();

  @BeforeEach
  void twoSnapshots() {
    Fixtures.service(engine, "shop", 1);
    redeploy("hunter2", "info");
    redeploy("swordfish", "debug");
    engine.setPace(FakeDeploymentEngine.Pace.ON_COMMAND);
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  private void redeploy(String password, String level) {
    var draft =
        configuration()
            .withEnvironment(
                List.of(
                    EnvironmentVariable.secret("PASSWORD", password),
                    EnvironmentVariable.plain("LEVEL", level)));
    engine.redeploy(Fixtures.SHOP_1, draft, Optional.empty(), "Louder", false);
  }

  private Configuration configuration() {
    return engine.getVersion(Fixtures.SHOP_1).configuration();
  }

  private void open(Place place) {
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    var console = ConsoleRobot.onFx(() -> Console.show(stage, engine, settings));
    robot.find("#servicesTable");
    ConsoleRobot.doFx(() -> console.navigator().open(place));
  }

  private void openHistory() {
    open(new Place.Version(Fixtures.SHOP_1, Place.VersionTab.HISTORY));
    robot.find("#viewDetails");
  }

  private void openDiff() {
    open(new Place.Diff(Fixtures.SHOP_1, new SnapshotId("shop-001.2")));
    robot.waitForText("#confirmRollback", "Roll back shop-001 to snapshot 2"::equals);
  }

  private List<String> rollbacks() {
    return engine.calls().stream()
        .map(AuditEntry::action)
        .filter("version.rollback"::equals)
        .toList();
  }

  private String everythingShown() {
    return ConsoleRobot.onFx(
        () ->
            stage.getScene().getRoot().lookupAll("*").stream()
                .map(RollbackTest::text)
                .collect(Collectors.joining("\n")));
  }

  private static String text(Node node) {
    String shown =
        switch (node) {
          case Labeled labeled -> labeled.getText();
          case Text text -> text.getText();
          default -> "";
        };
    return shown + " " + node.getAccessibleText();
  }

  @Test
  @DisplayName("R52 a rollback is confirmed in the diff and nowhere else")
  void confirmedInTheDiff() {
    openHistory();
    assertFalse(robot.isVisible("#confirmRollback"));
    robot.click("#viewDetails");
    robot.waitForText("#confirmRollback", "Roll back shop-001 to snapshot 2"::equals);
    assertEquals(List.of(), rollbacks(), "looking starts nothing");
    robot.write("#rollbackRemark", "Too loud");
    robot.click("#confirmRollback");
    robot.waitForText("#progressTitle", "Rollback of shop-001"::equals);
    assertEquals(List.of("version.rollback"), rollbacks());
    var operation =
        engine.getOperation(engine.getVersion(Fixtures.SHOP_1).operation().orElseThrow());
    assertEquals(Operation.Kind.ROLLBACK, operation.kind());
    assertEquals("Too loud", operation.remark());
  }

  @Test
  @DisplayName("R51 the diff says that a secret changed; its value is never shown or copied")
  void secretsStaySecret() {
    openDiff();
    robot.waitUntil("the changed secret", () -> everything().contains("secret, changed"));
    robot.click("#copyDiff");
    String copied = ConsoleRobot.onFx(() -> Clipboard.getSystemClipboard().getString());
    assertTrue(copied.contains("~ PASSWORD: secret, changed"), copied);
    for (String value : List.of("hunter2", "swordfish")) {
      assertFalse(copied.contains(value), copied);
      assertFalse(everythingShown().contains(value));
    }
  }

  private String everything() {
    return stage.getScene().getRoot().lookupAll("*").stream()
        .map(RollbackTest::text)
        .collect(Collectors.joining("\n"));
  }

  @Test
  @DisplayName("R50 the history is listed newest first, and Enter opens the comparison")
  void newestFirst() {
    openHistory();
    robot.waitForText("#historyRange", "1–2 of 2"::equals);
    robot.click("#historyTable");
    robot.press(KeyCode.HOME);
    robot.press(KeyCode.ENTER);
    robot.waitForText("#diffTitle", "shop-001: now and snapshot 2"::equals);
  }

  @Test
  @DisplayName("R42 while the version is being changed the rollback cannot be confirmed")
  void busy() {
    openDiff();
    var running = engine.restart(Fixtures.SHOP_1, "");
    robot.waitForText("#rollbackObstacle", "shop-001 is being changed just now"::equals);
    assertTrue(robot.find("#confirmRollback").isDisabled());
    engine.cancelOperation(running.id());
    robot.waitUntilGone("#rollbackObstacle");
    robot.click("#confirmRollback");
    robot.waitForText("#progressTitle", "Rollback of shop-001"::equals);
  }
}
