package dev.sluice.console.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostConnectionTest {
  @TempDir Path folder;

  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final CompletableFuture<EventListener> listener = new CompletableFuture<>();

  /// The engine in memory, which never loses a connection, with the line to it in our hand.
  private DeploymentEngine tapped() {
    return (DeploymentEngine)
        Proxy.newProxyInstance(
            DeploymentEngine.class.getClassLoader(),
            new Class<?>[] {DeploymentEngine.class},
            (_, method, arguments) -> {
              if (method.getName().equals("subscribe")) {
                listener.complete((EventListener) arguments[1]);
              }
              try {
                return method.invoke(engine, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  @DisplayName(
      "a lost connection leaves everything readable and nothing changeable until it is back")
  void lost() throws Exception {
    var robot = new ConsoleRobot();
    var stage = ConsoleRobot.stage();
    Fixtures.service(engine, "shop", 2);
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    ConsoleRobot.onFx(() -> Console.show(stage, tapped(), settings));
    robot.find("#copy-shop");
    var line = listener.get(10, TimeUnit.SECONDS);

    line.onDisconnected(problem("The engine does not answer."));
    robot.waitForText("#lostText", text -> text.contains("The engine does not answer."));
    assertTrue(robot.find("#newService").isDisabled());
    assertTrue(robot.isVisible("#copy-shop"), "what was known is still shown");
    robot.screenshot(stage, "lost");
    robot.doubleClickText("shop");
    assertTrue(robot.find("#newVersionOfService").isDisabled());

    Fixtures.service(engine, "cart", 0);
    line.onConnected(false);
    robot.waitUntilGone("#lostBanner");
    assertFalse(robot.find("#newVersionOfService").isDisabled());
    robot.click("#back");
    robot.find("#copy-cart");
    ConsoleRobot.doFx(stage::hide);
  }

  private static Problem problem(String detail) {
    return new Problem(
        Problem.Kind.UNAVAILABLE, "away", detail, "Wait.", Map.of(), List.of(), Optional.empty());
  }
}
