package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import dev.sluice.engine.api.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two real engines in one window.
class SwitchEnginesTest {
  @TempDir Path folder;

  @Test
  @DisplayName(
      "a second engine is added with its token, switched to live, changed, and left again while"
          + " nothing of the first is touched")
  void journey() throws Exception {
    var robot = new ConsoleRobot();
    var stage = ConsoleRobot.stage();
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    var data = folder.resolve("here");
    var away = folder.resolve("away");
    try (var here = RunningEngineProcess.start(data);
        var there = RunningEngineProcess.start(away);
        var first = here.client();
        var second = there.client()) {
      first.createService(new ServiceName("shop"), true);
      second.createService(new ServiceName("checkout"), true);
      var tokens = new KeptTokens(KeyStoreInMemory::new);
      var surroundings =
          new Surroundings(
              new Engines(data), tokens, InstantSource.system(), _ -> {}, (_, _) -> {});
      ConsoleRobot.onFx(
          () -> Console.show(stage, KnownEngine.local(false), first, settings, surroundings));
      robot.find("#copy-shop");

      robot.click("#navEngines");
      robot.click("#openAddEngine");
      robot.write("#engineName", "Stage");
      robot.write("#engineAddress", second.address().toString());
      robot.write("#engineToken", Files.readString(away.resolve("admin.token")).strip());
      robot.click("#testEngine");
      robot.find("#answer");
      robot.click("#addEngine");
      robot.click("#use-stage");
      robot.find("#copy-checkout");
      assertFalse(robot.isVisible("#copy-shop"));
      robot.click("#newService");
      robot.write("#serviceName", "cart");
      robot.click("#createService");
      robot.waitForText("#serviceTitle", "cart"::equals);
      robot.screenshot(stage, "journey-second-engine");
      assertEquals(2, second.listServices("", Page.Request.FIRST_TEN).total());
      assertEquals(1, first.listServices("", Page.Request.FIRST_TEN).total());

      robot.click("#engine");
      robot.clickText("This computer");
      robot.find("#copy-shop");
      assertFalse(robot.isVisible("#copy-cart"));
    } finally {
      ConsoleRobot.doFx(stage::hide);
    }
  }
}
