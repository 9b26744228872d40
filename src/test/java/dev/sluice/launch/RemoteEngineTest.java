package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.client.HttpDeploymentEngine;
import dev.sluice.console.connect.KeptTokens;
import dev.sluice.console.connect.KeyStoreInMemory;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Surroundings;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionView;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real engine that listens on an address of this computer which others could reach, and a
/// console that knows nothing of it but what its operator was told.
class RemoteEngineTest {
  private static final ServiceName SAMPLE = new ServiceName("sample");
  private static final VersionName FIRST = new VersionName(SAMPLE, 1);
  private static final VersionName SECOND = new VersionName(SAMPLE, 2);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final ConsoleRobot robot = new ConsoleRobot();
  private final Stage stage = ConsoleRobot.stage();
  private RunningEngineProcess process;
  private HttpDeploymentEngine remote;

  @BeforeEach
  void start() throws Exception {
    var places = ApiChoice.places();
    assumeFalse(places.isEmpty(), "this computer has no address but loopback");
    var listen = new HostAndPort(places.getFirst().getHostAddress(), 0);
    process = RunningEngineProcess.start(folder.resolve("data"), listen.toString());
    remote = process.client();
  }

  @AfterEach
  void stop() throws Exception {
    ConsoleRobot.doFx(stage::hide);
    if (process != null) {
      remote.close();
      process.close();
    }
  }

  private void openConsole() {
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    DeploymentEngine here = new FakeDeploymentEngine();
    var surroundings =
        new Surroundings(
            new Engines(folder.resolve("nowhere")),
            new KeptTokens(KeyStoreInMemory::new),
            InstantSource.system(),
            _ -> {},
            (_, _) -> {});
    ConsoleRobot.onFx(
        () -> Console.show(stage, KnownEngine.local(false), here, settings, surroundings));
  }

  private void addEngine() {
    robot.click("#navEngines");
    robot.click("#openAddEngine");
    robot.write("#engineName", "Production");
    robot.write("#engineAddress", process.api().toString());
    robot.write("#engineToken", process.token());
    compare("journey-remote-add");
    robot.click("#addEngine");
    robot.click("#use-production");
  }

  /// With what the engine has printed.
  private void compare(String picture) {
    robot.click("#testEngine");
    String print = process.fingerprint().orElseThrow();
    robot.waitForText("#fingerprint", text -> text.replace("\n", "").equals(print));
    robot.click("#compared");
    robot.find("#answer");
    robot.screenshot(stage, picture);
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited in vain for " + what);
      robot.pulse();
    }
  }

  private boolean isNormal(VersionName version) {
    return remote.listVersions(SAMPLE).stream()
        .anyMatch(one -> one.name().equals(version) && one.state() == VersionView.State.NORMAL);
  }

  @Test
  @DisplayName(
      "over TLS, by address, token and fingerprint: a service, a second version and its traffic, by"
          + " clicking; when the certificate changes, the console says so and stays out until it was"
          + " compared")
  void journey() throws Exception {
    assertEquals("https", process.api().getScheme());
    openConsole();
    addEngine();
    robot.click("#deploySample");
    await("version 1", () -> !remote.listServices("", page()).items().isEmpty() && isNormal(FIRST));
    robot.click("#navServices");
    robot.doubleClickText("sample");
    robot.click("#newVersionOfService");
    robot.click("#deployVersion");
    await("version 2", () -> isNormal(SECOND));
    robot.click("#navServices");
    robot.doubleClickText("sample");
    robot.click("#tab-traffic");
    robot.write("#percent-" + SECOND, "20");
    robot.press(KeyCode.ENTER);
    robot.click("#applyTraffic");
    await("20 %", () -> remote.getVersion(SECOND).trafficPercent() == 20);
    robot.screenshot(stage, "journey-remote-traffic");

    process.kill();
    Files.delete(folder.resolve("data").resolve("api.crt"));
    process.startAgain();
    robot.waitForText("#lostText", text -> text.contains("shows another certificate"));
    robot.screenshot(stage, "journey-remote-changed");
    assertEquals(
        "wrongCertificate", assertThrows(ProblemException.class, remote::info).problem().code());
    robot.click("#lostEngines");
    robot.screenshot(stage, "journey-remote-engines");
    robot.click("#edit-production");
    compare("journey-remote-compare");
    robot.click("#addEngine");
    robot.find("#copy-sample");
    robot.waitUntilGone("#lostBanner");
  }

  private static Page.Request page() {
    return Page.Request.FIRST_TEN;
  }

  @Test
  @DisplayName("without TLS the same address only says that it speaks nothing else")
  void inTheClear() {
    var address = URI.create(process.api().toString().replace("https:", "http:"));
    try (var engine = new HttpDeploymentEngine(address, process.token())) {
      var problem = assertThrows(ProblemException.class, engine::info).problem();

      assertEquals("needsTls", problem.code());
    }
  }

  @Test
  @DisplayName("this computer's own console finds an engine that others reach, and trusts it too")
  void foundHere() throws Exception {
    try (var found = LocalEngine.connect(folder.resolve("data"))) {
      assertEquals(process.api(), found.address());
      assertFalse(found.info().name().isEmpty());
    }
  }
}
