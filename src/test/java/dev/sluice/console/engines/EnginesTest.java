package dev.sluice.console.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.connect.EngineAccess;
import dev.sluice.console.connect.KeptTokens;
import dev.sluice.console.connect.KeyStoreInMemory;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.connect.KnownEngines;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Surroundings;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several engines in one console, each in memory.
class EnginesTest {
  private static final String PRINT =
      "3F:A1:0C:77:9E:52:D4:18:6B:20:C9:EE:41:8D:F3:05:"
          + "AA:16:7C:B8:62:0F:94:DB:33:58:E7:1D:C0:49:86:2A";

  @TempDir Path folder;

  private final ConsoleRobot robot = new ConsoleRobot();
  private final Stage stage = ConsoleRobot.stage();
  private final FakeDeploymentEngine here = new FakeDeploymentEngine();
  private final FakeDeploymentEngine production = new FakeDeploymentEngine();
  private ConsoleSettings settings = ConsoleSettings.open(Path.of("nowhere"));
  private final KeyStoreInMemory keys = new KeyStoreInMemory();
  private final KeptTokens tokens = new KeptTokens(() -> keys);

  /// Every token that was sent to the remote engine.
  private final List<String> shown = new CopyOnWriteArrayList<>();

  private volatile String print = PRINT;

  /// One remote engine, which wants its token.
  private final class Access implements EngineAccess {
    @Override
    public DeploymentEngine open(KnownEngine engine, String token) {
      if (engine.isLocal()) {
        return here;
      }
      shown.add(token);
      if (!token.equals("right")) {
        throw new ProblemException(
            new Problem(
                Problem.Kind.UNAUTHORIZED,
                "noToken",
                "The token is wrong.",
                "Give another one.",
                Map.of(),
                List.of(),
                Optional.empty()));
      }
      return production;
    }

    @Override
    public Optional<String> fingerprint(URI address) {
      return Optional.of(print);
    }
  }

  @BeforeEach
  void show() {
    settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    Fixtures.service(here, "shop", 1);
    Fixtures.service(production, "checkout", 1);
    ConsoleRobot.onFx(
        () ->
            Console.show(
                stage,
                KnownEngine.local(false),
                here,
                settings,
                new Surroundings(
                    new Access(), tokens, InstantSource.system(), _ -> {}, (_, _) -> {})));
    robot.find("#copy-shop");
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  private void addProduction() {
    robot.click("#navEngines");
    robot.click("#openAddEngine");
    robot.write("#engineName", "Production");
    robot.write("#engineAddress", "deploy.example.com:7443");
    robot.write("#engineToken", "wrong");
    robot.click("#testEngine");
    robot.waitForText("#fingerprint", text -> text.replace("\n", "").contains(PRINT));
    assertEquals(List.of(), shown, "the token was sent before the fingerprint was compared");
    assertTrue(robot.find("#addEngine").isDisabled(), "the fingerprint has not been compared");
    robot.screenshot(stage, "engine-compare");
    robot.click("#compared");
    robot.waitForText("#formProblem", text -> text.contains("The token is wrong."));
    assertTrue(robot.find("#addEngine").isDisabled(), "it has not answered yet");
    robot.write("#engineToken", "right");
    robot.click("#testEngine");
    robot.find("#answer");
    robot.click("#guardEngine");
    robot.screenshot(stage, "engine-add");
    robot.click("#addEngine");
    robot.find("#use-production");
  }

  @Test
  @DisplayName("an engine is added after its certificate was compared, and its token is kept apart")
  void added() throws Exception {
    addProduction();
    robot.screenshot(stage, "engines");
    var known = new KnownEngines(settings).all().getLast();
    assertEquals("Production", known.name());
    assertEquals(Optional.of(PRINT), known.fingerprint());
    assertEquals(Optional.of("right"), tokens.find("production"));
  }

  @Test
  @DisplayName(
      "a protected engine is read-only until its name is typed, and again after leaving it")
  void protectedEngine() {
    addProduction();
    robot.click("#use-production");
    robot.find("#copy-checkout");
    assertFalse(robot.isVisible("#copy-shop"));
    assertTrue(robot.find("#newService").isDisabled(), "locked");
    robot.screenshot(stage, "engine-locked");
    robot.click("#lock");
    assertTrue(robot.find("#confirmTyped").isDisabled());
    robot.write("#typedName", "Production");
    robot.press(KeyCode.ENTER);
    robot.waitUntilGone("#typedName");
    assertFalse(robot.find("#newService").isDisabled(), "unlocked");
    robot.screenshot(stage, "engine-unlocked");
    robot.click("#engine");
    robot.clickText("This computer");
    robot.find("#copy-shop");
    assertFalse(robot.find("#newService").isDisabled());
    robot.click("#engine");
    robot.clickText("Production");
    robot.find("#copy-checkout");
    assertTrue(robot.find("#newService").isDisabled(), "locked again");
    assertEquals("production", new KnownEngines(settings).last().id());
  }

  @Test
  @DisplayName("protection is put on with a click and taken off with the name")
  void protection() {
    robot.click("#navEngines");
    robot.click("#guard-local");
    robot.find("#lock");
    robot.click("#guard-local");
    robot.write("#typedName", "This computer");
    robot.click("#confirmTyped");
    robot.waitUntilGone("#lock");
    assertFalse(new KnownEngines(settings).all().getFirst().guarded());
  }

  @Test
  @DisplayName("an engine that is removed takes its token with it")
  void removed() throws Exception {
    addProduction();
    robot.click("#remove-production");
    robot.write("#typedName", "Production");
    robot.click("#confirmTyped");
    robot.waitUntilGone("#use-production");
    robot.waitUntil("the token to be gone", () -> !hasToken());
    assertEquals(1, new KnownEngines(settings).all().size());
  }

  @Test
  @DisplayName(
      "an engine that shows another certificate is changed once that was compared; the token goes"
          + " nowhere before")
  void otherCertificate() throws Exception {
    addProduction();
    shown.clear();
    print = PRINT.replace("3F", "40");
    robot.click("#edit-production");
    robot.click("#testEngine");
    robot.waitForText("#fingerprintNote", text -> text.contains(PRINT.substring(0, 23)));
    robot.screenshot(stage, "engine-changed");
    assertEquals(List.of(), shown);
    robot.click("#compared");
    robot.find("#answer");
    robot.click("#addEngine");
    robot.waitUntil(
        "the new certificate to be pinned",
        () -> new KnownEngines(settings).all().getLast().fingerprint().equals(Optional.of(print)));
    assertEquals(2, new KnownEngines(settings).all().size());
    assertTrue(new KnownEngines(settings).all().getLast().guarded());
  }

  @Test
  @DisplayName(
      "a token that is not kept any more is asked for, refused while it is wrong, and then kept")
  void asked() throws Exception {
    addProduction();
    tokens.remove("production");
    robot.click("#use-production");
    robot.write("#askedToken", "guess");
    robot.click("#confirmAsk");
    robot.waitForText("#askProblem", text -> text.contains("The token is wrong."));
    robot.screenshot(stage, "engine-ask-token");
    robot.write("#askedToken", "right");
    robot.click("#confirmAsk");
    robot.find("#copy-checkout");
    assertEquals(Optional.of("right"), keys.find("production"));
  }

  private boolean hasToken() {
    return tokens.find("production").isPresent();
  }
}
