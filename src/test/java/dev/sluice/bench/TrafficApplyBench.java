package dev.sluice.bench;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.launch.SteadyClient;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.stage.Stage;

/// From the click on "Apply" in the console's traffic editor until the gateway gives the first
/// request to the other version: all traffic is sent back and forth between two versions of a real
/// service, while a customer asks without pause. The promise is under 100 ms.
///
/// `-Drounds=30` changes how often.
public final class TrafficApplyBench {
  private static final double PROMISE = 100;
  private static final ServiceName SHOP = new ServiceName("shop");

  private final ConsoleRobot robot = new ConsoleRobot();
  private final Stage stage = ConsoleRobot.stage();
  private final DeploymentEngine engine;

  private TrafficApplyBench(DeploymentEngine engine) {
    this.engine = engine;
  }

  public static void main(String[] args) throws Exception {
    int rounds = Integer.getInteger("rounds", 30);
    List<Double> times;
    try (var process = BenchEngine.start()) {
      times = new TrafficApplyBench(process.client()).run(rounds);
    }
    double median = times.get(rounds / 2);
    System.out.printf(
        Locale.ROOT,
        "from Apply to the first request by the new split, %d times: median %.1f ms, p90 %.1f ms,"
            + " most %.1f ms; promised under %.0f ms%n",
        rounds,
        median,
        times.get(rounds * 9 / 10),
        times.getLast(),
        PROMISE);
    System.exit(median < PROMISE ? 0 : 1);
  }

  /// @return milliseconds, in their order
  private List<Double> run(int rounds) throws Exception {
    engine.createService(SHOP, true);
    BenchEngine.deploySmall(engine, SHOP, 100);
    BenchEngine.deploySmall(engine, SHOP, 0);
    var settings = ConsoleSettings.open(Files.createTempFile("sluice-bench", ".properties"));
    settings.language(Language.ENGLISH);
    ConsoleRobot.doFx(
        () ->
            Console.show(stage, engine, settings)
                .navigator()
                .open(new Place.Service(SHOP, Place.ServiceTab.TRAFFIC)));
    var times = new ArrayList<Double>();
    var gateway = URI.create(engine.info().gateway());
    try (var customer = new SteadyClient.Connection(gateway, SHOP + ".localhost")) {
      for (int round = 0; round < rounds; round++) {
        times.add(switchTo(new VersionName(SHOP, round % 2 == 0 ? 2 : 1), customer));
      }
    }
    ConsoleRobot.doFx(stage::hide);
    return times.stream().sorted().toList();
  }

  private double switchTo(VersionName version, SteadyClient.Connection customer) throws Exception {
    robot.click("#blueGreen");
    robot.waitForText("#applyTraffic", ("Send 100 % to " + version)::equals);
    var apply = robot.find("#applyTraffic", Button.class);
    robot.waitUntil("it can be applied", () -> !apply.isDisabled());
    long begun =
        ConsoleRobot.onFx(
            () -> {
              long now = System.nanoTime();
              apply.fire();
              return now;
            });
    while (!customer.get("/").version().equals(version.toString())) {
      Thread.onSpinWait();
    }
    double took = (System.nanoTime() - begun) / 1e6;
    robot.waitUntil("the answer", () -> apply.getText().equals("Nothing to apply"));
    return took;
  }
}
