package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import java.util.List;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Reading logs while they are written.
class LogJourneyTest extends Journey {
  /// Writes what a busy service writes, a line every 50 ms, after a long past.
  private static final String CHATTY =
      """
      i=0
      while [ $i -lt 7000 ]; do i=$((i+1)); echo "DEBUG warm up $i"; done
      while true; do
        i=$((i+1))
        echo "INFO  order $i paid in $((i % 90)) ms"
        [ $((i % 7)) = 0 ] && echo "WARN  stock of article $i is low"
        [ $((i % 23)) = 0 ] && echo "ERROR order $i refused: card declined" && echo "	at shop.Order.pay(Order.java:42)"
        sleep 0.05
      done
      """;

  private Configuration chatty() {
    return sample(1)
        .withCommand(List.of("/bin/sh", "-c", CHATTY))
        .withHealth(new HealthCheck(HealthCheck.Kind.NONE, "/", 0, 1, 1, 1, 1));
  }

  private StyleClassedTextArea area() {
    return robot().find("#logArea", StyleClassedTextArea.class);
  }

  private int lines() {
    var area = area();
    return ConsoleRobot.onFx(() -> area.getParagraphs().size());
  }

  private boolean follows() {
    return robot().find("#followLog", ToggleButton.class).isSelected();
  }

  @Test
  @DisplayName(
      "R70 a log is followed live; scrolling up stops that and tells of new lines, search goes from"
          + " match to match, older lines are fetched")
  void followAndSearch() {
    var version = deploy("chat", chatty());
    openVersion(version);
    robot().click("#tab-logs");
    var area = area();
    robot().waitUntil("lines", () -> area.getText().contains(" paid in "));
    int before = ConsoleRobot.onFx(() -> area.getParagraphs().size());
    robot().waitUntil("more lines", () -> area.getParagraphs().size() > before + 5);
    assertTrue(follows());
    picture("logs-live");

    robot().click("#logArea");
    robot().press(KeyCode.PAGE_UP);
    robot().waitForText("#newLines", text -> text.matches("\\d+ new lines?"));
    assertFalse(follows());
    int top = ConsoleRobot.onFx(() -> area.visibleParToAllParIndex(0));
    int shown = ConsoleRobot.onFx(() -> area.getParagraphs().size());
    robot().waitUntil("more lines", () -> area.getParagraphs().size() > shown + 5);
    assertEquals(top, ConsoleRobot.onFx(() -> area.visibleParToAllParIndex(0)), "it moved");
    picture("logs-scrolled-up");
    robot().click("#newLines");
    robot().waitUntilGone("#newLines");
    assertTrue(follows());

    robot().write("#logSearch", "card declined");
    robot().waitForText("#logMatches", text -> text.matches("[1-9]\\d* / \\d+"));
    robot().press(KeyCode.SHIFT, KeyCode.F3);
    robot().waitUntil("a match", () -> area.getSelectedText().equals("card declined"));
    picture("logs-search");
    robot().click("#copyLog");
    assertEquals(
        "card declined", ConsoleRobot.onFx(() -> Clipboard.getSystemClipboard().getString()));
    robot().click("#onlyMatches");
    robot()
        .waitUntil(
            "only matches",
            () ->
                !area.getText().isEmpty()
                    && area.getText().lines().allMatch(line -> line.contains("card declined")));
    robot().write("#logSearch", "");

    robot().waitUntil("the whole log again", () -> area.getParagraphs().size() >= 5_000);
    assertFalse(ConsoleRobot.onFx(() -> area.getText().contains("DEBUG warm up 1\n")));
    robot().click("#olderLines");
    robot().waitUntil("older lines", () -> area.getText().contains("DEBUG warm up 1\n"));
    assertTrue(lines() > 7_000);
    assertEquals(
        1,
        ConsoleRobot.onFx(
            () -> area.getText().lines().filter(l -> l.endsWith("DEBUG warm up 6999")).count()),
        "no line comes twice");
  }
}
