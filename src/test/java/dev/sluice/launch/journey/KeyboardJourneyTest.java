package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.domain.service.VersionName;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What can be done without a mouse.
class KeyboardJourneyTest extends Journey {

  /// Opens the palette, types, and takes the first that is offered.
  private void say(String words) {
    robot().press(KeyCode.SHORTCUT, KeyCode.K);
    robot().find("#paletteText");
    ConsoleRobot.doFx(
        () -> {
          var content = new ClipboardContent();
          content.putString(words);
          Clipboard.getSystemClipboard().setContent(content);
        });
    robot().press(KeyCode.SHORTCUT, KeyCode.V);
    robot().waitForText("#paletteText", words::equals);
    robot().press(KeyCode.ENTER);
    robot().waitUntilGone("#paletteText");
  }

  private int share(VersionName version) {
    return engine().getVersion(version).trafficPercent();
  }

  @Test
  @DisplayName(
      "R21 traffic is switched and the switch undone with the keyboard alone, every action by its"
          + " name in the palette")
  void traffic() {
    var one = deploy("keys", sample(1));
    var two = deploy("keys", sample(1));
    robot().find("#copy-keys");
    say("traffic of keys");
    robot().find("#share-" + two);
    say("blue/green");
    robot().screenshot(stage(), "journey-keyboard");
    say("send 100");
    await("the switch", () -> share(two) == 100);
    assertEquals(0, share(one));
    robot().find("#toast-undo");
    robot().press(KeyCode.SHORTCUT, KeyCode.Z);
    await("the undo", () -> share(one) == 100);
    robot().press(KeyCode.SHORTCUT, KeyCode.DIGIT1);
    robot().find("#copy-keys");
    robot().press(KeyCode.F1);
    robot().find("#closeKeys");
    robot().screenshot(stage(), "journey-keys");
    robot().press(KeyCode.ESCAPE);
    robot().waitUntilGone("#closeKeys");
  }

  @Test
  @DisplayName("language and looks are switched by the palette, on every screen that is open")
  void chineseAndDark() {
    deploy("looks", sample(1));
    say("简体中文");
    robot().waitForText("#navServices", "服务"::equals);
    say("深色");
    robot().find("#copy-looks");
    robot().screenshot(stage(), "journey-chinese-dark-services");
    say("looks");
    robot().waitForText("#serviceTitle", "looks"::equals);
    robot().screenshot(stage(), "journey-chinese-dark-service");
    robot().press(KeyCode.SHORTCUT, KeyCode.DIGIT3);
    robot().find("#openAddEngine");
    robot().screenshot(stage(), "journey-chinese-dark-engines");
    robot().press(KeyCode.SHORTCUT, KeyCode.DIGIT4);
    robot().find("#themeDark");
    robot().screenshot(stage(), "journey-chinese-dark-settings");
  }
}
