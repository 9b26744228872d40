package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.shell.Console;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person does first, with mouse and keyboard, on a real engine, gateway and processes,
/// while customers send requests without pause.
class JourneyTest {
  private static final ServiceName SAMPLE = new ServiceName("sample");
  private static final VersionName FIRST = new VersionName(SAMPLE, 1);
  private static final VersionName SECOND = new VersionName(SAMPLE, 2);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;
  private RunningEngineProcess process;
  private DeploymentEngine engine;
  private ConsoleRobot robot;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    process = RunningEngineProcess.start(folder.resolve("data"));
    engine = process.client();
    robot = new ConsoleRobot();
    stage = ConsoleRobot.stage();
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    ConsoleRobot.doFx(() -> Console.show(stage, engine, settings));
  }

  @AfterEach
  void stop() throws Exception {
    ConsoleRobot.doFx(stage::hide);
    engine.close();
    process.close();
  }

  @Test
  @DisplayName(
      "R45 from the first service to a rollback, by clicking: every step does what it says and no"
          + " request is lost")
  void theWholeWay() throws Exception {
    try {
      walk();
    } catch (AssertionError e) {
      robot.screenshot(stage, "journey-failed");
      throw e;
    }
  }

  private void walk() throws Exception {
    robot.click("#deploySample");
    await("version 1", () -> isNormal(FIRST));
    assertEquals(100, engine.getVersion(FIRST).trafficPercent());
    try (var customers = new SteadyClient(process.gateway(), "sample.localhost").start(4)) {
      secondVersion();
      shiftTraffic();
      var address = engine.getVersion(SECOND).address();
      editAndRedeploy();
      rollBack();
      assertEquals(address, engine.getVersion(SECOND).address());
      assertEquals(100, engine.getVersion(SECOND).trafficPercent());
      failingRedeploy();
      customers.end();
      assertEquals(List.of(), customers.lost());
      assertTrue(customers.total() > 1_000, "only " + customers.answers());
    }
  }

  private void secondVersion() {
    openService();
    robot.click("#newVersionOfService");
    robot.click("#deployVersion");
    await("version 2", () -> engine.listVersions(SAMPLE).size() == 2 && isNormal(SECOND));
    assertEquals(0, engine.getVersion(SECOND).trafficPercent());
    assertEquals(100, engine.getVersion(FIRST).trafficPercent());
    robot.screenshot(stage, "journey-second-version");
  }

  private void shiftTraffic() throws IOException {
    openService();
    robot.click("#tab-traffic");
    robot.write("#percent-" + SECOND, "20");
    robot.press(KeyCode.ENTER);
    robot.click("#applyTraffic");
    await("20 %", () -> engine.getVersion(SECOND).trafficPercent() == 20);
    robot.screenshot(stage, "journey-traffic");
    int second = 0;
    try (var customer = new SteadyClient.Connection(process.gateway(), "sample.localhost")) {
      for (int i = 0; i < 1_000; i++) {
        second += customer.get("/").version().equals(SECOND.toString()) ? 1 : 0;
      }
    }
    assertTrue(second > 140 && second < 260, second + " of 1,000 went to version 2");
    robot.write("#percent-" + SECOND, "100");
    robot.press(KeyCode.ENTER);
    robot.click("#applyTraffic");
    await("100 %", () -> engine.getVersion(SECOND).trafficPercent() == 100);
  }

  private void editAndRedeploy() {
    edit("SAMPLE_LABEL", "hello");
    robot.find("#progressTitle");
    robot.screenshot(stage, "journey-redeploying");
    await("the redeploy", () -> lastOperation().state() == Operation.State.SUCCEEDED);
    assertEquals(2, engine.getVersion(SECOND).revision().value());
    assertEquals(1, snapshots());
    assertTrue(answer().body().contains("hello"), answer().toString());
  }

  private void rollBack() {
    openVersion();
    robot.click("#tab-history");
    robot.find("#historyTable");
    robot.waitUntil("a snapshot", () -> !table("#historyTable").getItems().isEmpty());
    ConsoleRobot.doFx(() -> table("#historyTable").getSelectionModel().selectFirst());
    robot.click("#viewDetails");
    robot.find("#diffList");
    robot.screenshot(stage, "journey-diff");
    robot.click("#confirmRollback");
    await(
        "the rollback",
        () ->
            lastOperation().kind() == Operation.Kind.ROLLBACK
                && lastOperation().state() == Operation.State.SUCCEEDED);
    assertEquals(2, snapshots());
    assertEquals(List.of(), engine.getVersion(SECOND).configuration().environment());
  }

  private void failingRedeploy() {
    var before = engine.getVersion(SECOND);
    edit("SAMPLE_FAIL_START", "2");
    await("the return", () -> lastOperation().state() == Operation.State.ROLLED_BACK);
    var after = engine.getVersion(SECOND);
    assertEquals(before.configuration(), after.configuration());
    assertEquals(before.revision(), after.revision());
    assertEquals(VersionView.State.NORMAL, after.state());
    assertEquals(2, snapshots());
    robot.find("#outcome");
    robot.screenshot(stage, "journey-returned");
  }

  private void edit(String variable, String value) {
    openVersion();
    robot.click("#editAndRedeploy");
    robot.click("#addVariable");
    robot.write("#variableName-0", variable);
    robot.write("#variableValue-0", value);
    robot.click("#review");
    robot.click("#saveAndRedeploy");
  }

  private void openService() {
    robot.click("#navServices");
    robot.doubleClickText("sample");
  }

  private void openVersion() {
    openService();
    robot.click("#tab-versions");
    robot.doubleClickText(SECOND.toString());
  }

  private TableView<?> table(String selector) {
    return (TableView<?>) stage.getScene().getRoot().lookup(selector);
  }

  private boolean isNormal(VersionName version) {
    return engine.listServices("", Page.Request.FIRST_TEN).total() > 0
        && engine.listVersions(SAMPLE).stream()
            .anyMatch(v -> v.name().equals(version) && v.state() == VersionView.State.NORMAL);
  }

  private Operation lastOperation() {
    return engine
        .listOperations(Optional.empty(), Optional.of(SECOND), Page.Request.FIRST_TEN)
        .items()
        .getFirst();
  }

  private long snapshots() {
    return engine.listSnapshots(SECOND, Page.Request.FIRST_TEN).total();
  }

  private SteadyClient.Answer answer() {
    try (var customer = new SteadyClient.Connection(process.gateway(), "sample.localhost")) {
      return customer.get("/");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Asks the engine away from the JavaFX thread.
  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "waited in vain for "
                + what
                + ": "
                + engine
                    .listOperations(Optional.empty(), Optional.empty(), Page.Request.FIRST_TEN)
                    .items()
                    .getFirst());
      }
      robot.pulse();
    }
  }
}
