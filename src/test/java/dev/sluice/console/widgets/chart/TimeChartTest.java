package dev.sluice.console.widgets.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimeChartTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ConsoleRobot robot = new ConsoleRobot();
  private final Stage stage = ConsoleRobot.stage();
  private TimeChart chart;

  @BeforeEach
  void show() {
    chart =
        ConsoleRobot.onFx(
            () -> {
              var texts = new Texts(Language.ENGLISH);
              var moments = new Moments(texts, InstantSource.fixed(NOON), ZoneOffset.UTC);
              var made =
                  new TimeChart(texts, moments, v -> String.format(Locale.ROOT, "%.0f", v), 10);
              made.setId("chart");
              made.setTitle("Requests/s");
              made.show(new ChartData(NOON, NOON.plusSeconds(60), List.of(line(1), line(2))));
              stage.setScene(new Scene(new StackPane(made), 500, 240));
              stage.show();
              return made;
            });
    robot.pulse();
  }

  @AfterEach
  void hide() {
    ConsoleRobot.doFx(stage::hide);
  }

  private static ChartLine line(int version) {
    return new ChartLine(
        "shop-00" + version,
        "00" + version,
        "version-" + (version - 1),
        version == 1 ? ChartLine.Dash.DASHED : ChartLine.Dash.DOTTED,
        IntStream.rangeClosed(0, 60)
            .mapToObj(s -> new ChartPoint(NOON.plusSeconds(s), version * 10 + s % 5))
            .toList());
  }

  @Test
  @DisplayName("screen readers hear each line's last, lowest and highest value")
  void summary() {
    assertEquals(
        "Requests/s, 12:00:00 to 12:01:00. shop-001: now 10, lowest 10, highest 14."
            + " shop-002: now 20, lowest 20, highest 24.",
        ConsoleRobot.onFx(chart::getAccessibleText));
  }

  @Test
  @DisplayName("the arrow keys move a cursor whose values are shown and told, Esc ends it")
  void keys() {
    ConsoleRobot.doFx(chart::requestFocus);
    robot.press(KeyCode.HOME);
    robot.press(KeyCode.RIGHT);
    robot.press(KeyCode.RIGHT);
    assertEquals(NOON.plusSeconds(2), ConsoleRobot.onFx(() -> chart.momentProperty().get()));
    assertEquals(
        "Requests/s, 12:00:02: shop-001 12, shop-002 22",
        ConsoleRobot.onFx(chart::getAccessibleText));
    robot.waitForText(".chart-value", "12"::equals);
    robot.press(KeyCode.LEFT);
    robot.waitForText(".chart-value", "11"::equals);
    robot.press(KeyCode.ESCAPE);
    assertNull(ConsoleRobot.onFx(() -> chart.momentProperty().get()));
    robot.waitUntilGone(".chart-values");
  }

  @Test
  @DisplayName("the mouse shows the values of the moment it is at")
  void mouse() {
    robot.click("#chart");
    robot.find(".chart-values");
    var moment = ConsoleRobot.onFx(() -> chart.momentProperty().get());
    assertTrue(moment.isAfter(NOON.plusSeconds(20)) && moment.isBefore(NOON.plusSeconds(40)));
  }

  @Test
  @DisplayName("lines that are no longer shown are gone, and nothing measured is said to be so")
  void less() {
    ConsoleRobot.doFx(
        () -> chart.show(new ChartData(NOON, NOON.plusSeconds(60), List.of(line(2)))));
    robot.pulse();
    assertEquals(1, drawn());
    ConsoleRobot.doFx(() -> chart.show(new ChartData(NOON, NOON.plusSeconds(60), List.of())));
    robot.pulse();
    assertEquals(0, drawn());
    assertTrue(robot.isVisible(".muted"));
  }

  private long drawn() {
    return ConsoleRobot.onFx(
        () ->
            chart.lookupAll(".chart-line").stream()
                .filter(node -> node.isVisible() && !((Path) node).getElements().isEmpty())
                .count());
  }
}
