package dev.sluice.launch;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.shell.Console;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

/// Plays what an operator does first, with a real engine, gateway and processes, and keeps a
/// picture of each step: deploy the sample, a second version, a slider, an edit, a redeploy, the
/// diff, a rollback.
final class Tour {
  static final Path SCREENSHOTS = Path.of("target", "tour");

  private static final ServiceName SAMPLE = new ServiceName("sample");

  private final ConsoleRobot robot;
  private final Stage stage;
  private int pictures;

  private Tour(ConsoleRobot robot, Stage stage) {
    this.robot = robot;
    this.stage = stage;
  }

  /// On an engine of its own, which is ended afterwards.
  static int run() throws IOException, InterruptedException {
    Path folder = SCREENSHOTS.toAbsolutePath();
    Files.createDirectories(folder);
    Path data = Files.createTempDirectory("sluice-tour");
    try (var engine = LocalEngine.connect(data)) {
      var robot = new ConsoleRobot();
      Stage stage = ConsoleRobot.stage();
      var settings = ConsoleSettings.open(data.resolve("console.properties"));
      ConsoleRobot.doFx(() -> Console.show(stage, engine, settings));
      new Tour(robot, stage).play(engine);
      ConsoleRobot.doFx(stage::hide);
    } finally {
      ConsoleRobot.leave();
      StopAll.of(data);
    }
    System.out.println("The tour is over; look at the pictures in " + folder + ".");
    return 0;
  }

  private void play(DeploymentEngine engine) {
    robot.find("#deploySample");
    picture("first-start");
    robot.click("#deploySample");
    awaitNormal(engine, 0);
    picture("sample-deployed");
    robot.click("#navServices");
    robot.doubleClickText("sample");
    picture("service");
    robot.click("#newVersionOfService");
    robot.find("#startTraffic0");
    picture("new-version");
    robot.click("#deployVersion");
    awaitNormal(engine, 1);
    picture("second-version");
    robot.click("#navServices");
    robot.doubleClickText("sample");
    robot.click("#tab-traffic");
    robot.write("#percent-sample-002", "20");
    robot.press(KeyCode.ENTER);
    picture("traffic");
    robot.click("#applyTraffic");
    picture("traffic-applied");
    robot.click("#tab-versions");
    robot.doubleClickText("sample-001");
    robot.click("#editAndRedeploy");
    robot.click("#addVariable");
    robot.write("#variableName-0", "SAMPLE_LABEL");
    robot.write("#variableValue-0", "hello");
    picture("edit");
    robot.click("#review");
    robot.find("#saveAndRedeploy");
    picture("review");
    robot.click("#saveAndRedeploy");
    picture("redeploying");
    robot.waitUntil(
        "the redeploy", () -> engine.getVersion(version(engine, 0).name()).revision().value() == 2);
    picture("redeployed");
    robot.click("#seeHistory");
    robot.click("#viewDetails");
    robot.find("#diffList");
    picture("diff");
    robot.click("#confirmRollback");
    robot.waitUntil(
        "the rollback", () -> engine.getVersion(version(engine, 0).name()).revision().value() == 3);
    picture("rolled-back");
    robot.click("#navServices");
    robot.click("#themeToggle");
    picture("services-dark");
    robot.click("#language");
    robot.click("#language-CHINESE");
    robot.doubleClickText("sample");
    picture("service-dark-chinese");
  }

  private void awaitNormal(DeploymentEngine engine, int index) {
    robot.waitUntil(
        "a version that serves",
        () ->
            engine.listServices("", Page.Request.FIRST_TEN).total() > 0
                && engine.listVersions(SAMPLE).size() > index
                && version(engine, index).state() == VersionView.State.NORMAL);
  }

  private static VersionView version(DeploymentEngine engine, int index) {
    return engine.listVersions(SAMPLE).get(index);
  }

  private void picture(String name) {
    pictures++;
    Path file = SCREENSHOTS.resolve(String.format(Locale.ROOT, "%02d-%s.png", pictures, name));
    robot.screenshot(stage, file);
  }
}
