package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.launch.RunningEngineProcess;
import dev.sluice.launch.SteadyClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Journeys through the console. A class has one engine, with its gateway and real processes, for
/// all of its journeys; each journey begins in a new window, light and in English, on the list of
/// services, and works on a service of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Journey {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;

  /// The least a window can have.
  private static final int SMALL_WIDTH = 1100;

  private static final int SMALL_HEIGHT = 700;

  /// What the operator would have seen last.
  @RegisterExtension
  final AfterTestExecutionCallback onFailure =
      context -> {
        if (context.getExecutionException().isPresent()) {
          robot().screenshot(stage(), "failed-" + context.getRequiredTestMethod().getName());
        }
      };

  private Path folder;
  private RunningEngineProcess process;
  private DeploymentEngine engine;
  private ConsoleRobot robot;
  private Stage stage;
  private Console console;

  @BeforeAll
  void startEngine(@TempDir Path temporary) throws Exception {
    folder = temporary;
    process = RunningEngineProcess.start(folder.resolve("data"));
    engine = process.client();
    robot = new ConsoleRobot();
  }

  @AfterAll
  void stopEngine() throws Exception {
    engine.close();
    process.close();
  }

  @BeforeEach
  void openWindow() {
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    settings.window(new ConsoleSettings.WindowSize(WIDTH, HEIGHT, false));
    stage = ConsoleRobot.stage();
    console = ConsoleRobot.onFx(() -> Console.show(stage, engine, settings));
  }

  @AfterEach
  void closeWindow() {
    ConsoleRobot.doFx(stage::hide);
  }

  /// The engine as programs know it: what journeys prepare, and what they check.
  protected final DeploymentEngine engine() {
    return engine;
  }

  protected final RunningEngineProcess process() {
    return process;
  }

  protected final ConsoleRobot robot() {
    return robot;
  }

  protected final Stage stage() {
    return stage;
  }

  protected final Console console() {
    return console;
  }

  /// Closes the window and opens a new one, as somebody who comes back later.
  protected final void reopenWindow() {
    closeWindow();
    openWindow();
  }

  /// The sample with so many instances and that environment.
  protected final Configuration sample(int instances, EnvironmentVariable... environment) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(engine.info().sampleCommand())
        .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 3))
        .withScaling(Scaling.fixed(instances))
        .withEnvironment(List.of(environment));
  }

  /// Deploys a version of `service`, which is made when it is not there, and waits for it. The
  /// first one gets all traffic.
  protected final VersionName deploy(String service, Configuration configuration) {
    var name = new ServiceName(service);
    boolean first =
        engine.listServices(service, Page.Request.FIRST_TEN).items().stream()
            .noneMatch(one -> one.name().equals(name));
    if (first) {
      engine.createService(name, true);
    }
    var given = new NewVersion.Given(configuration, Optional.empty());
    var created = engine.createVersion(name, new NewVersion(given, first ? 100 : 0, "Release"));
    assertEquals(
        Operation.State.SUCCEEDED, engine.awaitOperation(created.id(), LIMIT).state(), service);
    return created.version().orElseThrow();
  }

  /// The newest operation on `version`.
  protected final Operation lastOperation(VersionName version) {
    return engine
        .listOperations(Optional.empty(), Optional.of(version), Page.Request.FIRST_TEN)
        .items()
        .getFirst();
  }

  /// Customers of `service`, to be closed; they have begun, and what they lose is on record.
  protected final SteadyClient customers(String service, int connections, Duration between) {
    var customers = new SteadyClient(process.gateway(), service + ".localhost");
    customers.start(connections, between);
    await("customers of " + service, () -> customers.total() > 0);
    return customers;
  }

  /// By the navigation and the list.
  protected final void openService(String service) {
    robot.click("#navServices");
    robot.doubleClickText(service);
    robot.waitForText("#serviceTitle", service::equals);
  }

  /// By the navigation, the list and the table of versions.
  protected final void openVersion(VersionName version) {
    openService(version.service().value());
    robot.click("#tab-versions");
    robot.doubleClickText(version.toString());
    robot.waitForText("#versionTitle", version.toString()::equals);
  }

  /// Straight to a place, where the way there is not what the journey is about.
  protected final void jump(Place place) {
    ConsoleRobot.doFx(() -> console.navigator().open(place));
    robot.pulse();
  }

  /// Waits until `condition` holds. It may ask the engine: it is not tried on the JavaFX thread.
  protected final void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      robot.pulse();
    }
  }

  /// Keeps `target/screenshots/NAME.png`, and the same dark, in Chinese and in the smallest window.
  protected final void picture(String name) {
    robot.screenshot(stage, name);
    look(Theme.DARK, Language.CHINESE, SMALL_WIDTH, SMALL_HEIGHT);
    robot.screenshot(stage, name + "-dark-chinese-small");
    look(Theme.LIGHT, Language.ENGLISH, WIDTH, HEIGHT);
  }

  private void look(Theme theme, Language language, int width, int height) {
    ConsoleRobot.doFx(
        () -> {
          console.context().appearance().choose(theme);
          console.context().texts().speak(language);
          stage.setWidth(width);
          stage.setHeight(height);
        });
    robot.pulse();
  }
}
