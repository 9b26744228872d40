package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.VersionView;
import java.time.Duration;
import java.util.List;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Editing a configuration and deploying it in place.
class RedeployJourneyTest extends Journey {

  private void edit(VersionName version, String variable, String value) {
    openVersion(version);
    robot().click("#editAndRedeploy");
    robot().click("#addVariable");
    robot().write("#variableName-0", variable);
    robot().write("#variableValue-0", value);
    robot().click("#review");
    robot().find("#saveAndRedeploy");
  }

  @Test
  @DisplayName(
      "R33 R36 R44 R45 edit, review, redeploy, watch: it is paused and resumed, the window is closed"
          + " and opened again, the traffic stays, and no request is lost")
  void editReviewRedeployWatch() {
    var version = deploy("shop", sample(3));
    try (var customers = customers("shop", 2, Duration.ofMillis(20))) {
      edit(version, "SAMPLE_LABEL", "autumn");
      picture("journey-review");
      robot().click("#saveAndRedeploy");
      robot().click("#pauseOperation");
      await("the pause", () -> lastOperation(version).state() == Operation.State.PAUSED);
      robot().find("#resumeOperation");
      assertEquals(VersionView.State.UPDATING, engine().getVersion(version).state());
      picture("journey-paused");

      reopenWindow();
      robot().click("#navOperations");
      robot().write("#filterOperations", "shop redeploy");
      robot().doubleClickText("Redeploy");
      robot().waitForText("#progressTitle", "Redeploy of shop-001"::equals);
      robot().waitForText("#progressChanges", text -> text.contains("SAMPLE_LABEL: – → autumn"));
      robot().click("#resumeOperation");
      robot().waitUntilGone("#resumeOperation");
      picture("journey-redeploying");
      await("the end", () -> lastOperation(version).state() == Operation.State.SUCCEEDED);
      robot().find("#outcome");
      picture("journey-redeployed");
      customers.end();
      assertEquals(List.of(), customers.lost());
    }
    assertEquals(100, engine().getVersion(version).trafficPercent());
    assertEquals(1, engine().listSnapshots(version, Page.Request.FIRST_TEN).total());
  }

  @Test
  @DisplayName(
      "R39 R45 one failing instance: the whole version returns by itself, the screen says what failed"
          + " with its last words, what was tried and what was restored, and the report has it all")
  void oneFailingInstance() {
    var version = deploy("cart", sample(2));
    var before = engine().getVersion(version);
    try (var customers = customers("cart", 2, Duration.ofMillis(20))) {
      edit(version, "SAMPLE_FAIL_START", "2");
      robot().click("#saveAndRedeploy");
      await("the return", () -> lastOperation(version).state() == Operation.State.ROLLED_BACK);
      robot().waitForText("#progressState", "Rolled back"::equals);
      robot().waitForText("#progressChanges", text -> text.contains("SAMPLE_FAIL_START: – → 2"));
      robot()
          .waitForText("#outcomeRestored", text -> text.startsWith("Every instance of cart-001"));
      robot()
          .waitUntil("its last words", () -> logText().contains("SAMPLE_FAIL_START asks for it"));
      picture("journey-returned");
      robot().click("#copyReport");
      var report = ConsoleRobot.onFx(() -> Clipboard.getSystemClipboard().getString());
      for (String part :
          List.of(
              "# Redeploy of cart-001",
              "State: Rolled back",
              "## What failed",
              "Every instance of cart-001 is back",
              "`environment.SAMPLE_FAIL_START: – → 2`",
              "## Steps",
              "error: start 2 fails because SAMPLE_FAIL_START asks for it")) {
        assertTrue(report.contains(part), () -> part + " is missing in\n" + report);
      }
      customers.end();
      assertEquals(List.of(), customers.lost());
    }
    var after = engine().getVersion(version);
    assertEquals(before.configuration(), after.configuration());
    assertEquals(before.revision(), after.revision());
    assertEquals(VersionView.State.NORMAL, after.state());
    assertEquals(0, engine().listSnapshots(version, Page.Request.FIRST_TEN).total());
  }

  private String logText() {
    var area = stage().getScene().lookup("#logArea");
    return area instanceof org.fxmisc.richtext.StyleClassedTextArea text ? text.getText() : "";
  }

  @Test
  @DisplayName("R67 one instance is restarted from its row, and another takes its place")
  void oneInstance() {
    var version = deploy("mail", sample(2, EnvironmentVariable.plain("SAMPLE_LABEL", "post")));
    var first = engine().listInstances(version).getFirst().id();
    openVersion(version);
    robot().click("#tab-instances");
    robot().find("#instancesTable");
    picture("version-instances");
    robot().click("#menu-" + first);
    robot().click("#restart-" + first);
    robot().find("#progressTitle");
    await(
        "another instance",
        () ->
            engine().listInstances(version).size() == 2
                && engine().listInstances(version).stream().noneMatch(i -> i.id().equals(first)));
  }
}
