package dev.sluice.console.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.shape.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SparklineTest {
  private static List<Optional<Double>> values(double... values) {
    return Arrays.stream(values)
        .mapToObj(value -> Double.isNaN(value) ? Optional.<Double>empty() : Optional.of(value))
        .toList();
  }

  @Test
  @DisplayName("the newest measurement is at the right edge, the highest at the top, zero below")
  void shape() {
    var points = Sparkline.runs(values(0, 5, 10), 120, 22).getFirst();
    assertEquals(List.of(0.0, 60.0, 120.0), points.stream().map(p -> p.getX()).toList());
    assertEquals(List.of(21.0, 11.0, 1.0), points.stream().map(p -> p.getY()).toList());
  }

  @Test
  @DisplayName("where nothing was measured the line has a gap")
  void gaps() {
    var runs = Sparkline.runs(values(Double.NaN, 1, 2, Double.NaN, 2), 120, 22);
    assertEquals(List.of(2, 1), runs.stream().map(List::size).toList());
    assertEquals(120.0, runs.getLast().getLast().getX());
    assertEquals(List.of(), Sparkline.runs(values(Double.NaN), 120, 22));
  }

  @Test
  @DisplayName("nothing but zeros lies on the ground")
  void quiet() {
    assertTrue(
        Sparkline.runs(values(0, 0, 0), 64, 22).getFirst().stream()
            .allMatch(point -> point.getY() == 21));
  }

  @Test
  @DisplayName("screen readers hear the newest figure and the span")
  void words() {
    var line = new Sparkline(new Texts(Language.ENGLISH));
    line.show(values(3, 20, Double.NaN, 12.25));
    assertEquals(
        "12.3 per second; in the last minute between 3.0 and 20.0", line.getAccessibleText());
  }

  @Test
  @DisplayName("line and area are drawn in the room the control is given")
  void drawn() {
    var line = new Sparkline(new Texts(Language.ENGLISH));
    line.show(values(1, 2, 3, 2));
    line.resize(120, 22);
    line.layout();
    for (var child : line.getChildrenUnmodifiable()) {
      var bounds = ((Path) child).getBoundsInParent();
      assertTrue(bounds.getMaxX() <= 122 && bounds.getMinY() >= -2, bounds.toString());
      assertTrue(bounds.getWidth() > 100, bounds.toString());
    }
  }
}
