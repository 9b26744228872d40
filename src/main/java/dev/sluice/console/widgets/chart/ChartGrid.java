package dev.sluice.console.widgets.chart;

import dev.sluice.console.fx.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/// What a chart is read by: lines at round values, the values beside them, and moments below.
final class ChartGrid extends Pane {
  private static final int MOMENTS = 4;
  private static final double MOMENT = 64;
  private static final double BESIDE = 8;
  private static final double BELOW = 3;
  private static final Duration WITH_SECONDS = Duration.ofMinutes(2);

  private final Moments moments;
  private final DoubleFunction<String> figure;
  private final Path lines = new Path();
  private final List<Label> values = new ArrayList<>();
  private final List<Label> times = new ArrayList<>();

  /// @param figure writes a value
  ChartGrid(Moments moments, DoubleFunction<String> figure) {
    this.moments = moments;
    this.figure = figure;
    lines.getStyleClass().add("chart-grid");
    lines.setManaged(false);
    setManaged(false);
    setMouseTransparent(true);
    getChildren().add(lines);
  }

  /// @param plot where the chart's lines are, in the chart
  /// @param right the chart's right edge, which no moment passes
  void layOut(ChartData shown, ValueScale scale, Rectangle2D plot, double right) {
    lines.getElements().clear();
    use(values, scale.ticks().size());
    for (int i = 0; i < scale.ticks().size(); i++) {
      double tick = scale.ticks().get(i);
      double y = Math.round(plot.getMinY() + plot.getHeight() * (1 - scale.part(tick))) + 0.5;
      lines.getElements().addAll(new MoveTo(plot.getMinX(), y), new LineTo(plot.getMaxX(), y));
      var label = values.get(i);
      label.setText(figure.apply(tick));
      label.autosize();
      label.relocate(plot.getMinX() - BESIDE - label.getWidth(), y - label.getHeight() / 2);
    }
    int most = (int) Math.clamp(plot.getWidth() / MOMENT, 1, MOMENTS);
    var ticks = TimeTicks.between(shown.from(), shown.until(), most);
    boolean seconds = Duration.between(shown.from(), shown.until()).compareTo(WITH_SECONDS) <= 0;
    use(times, ticks.size());
    for (int i = 0; i < ticks.size(); i++) {
      var label = times.get(i);
      String clock = moments.clock(ticks.get(i));
      label.setText(seconds ? clock : clock.substring(0, 5));
      label.autosize();
      double x = plot.getMinX() + part(shown, ticks.get(i)) * plot.getWidth();
      // Clear of the lowest value on the left.
      double left = Math.clamp(x - label.getWidth() / 2, plot.getMinX(), right - label.getWidth());
      label.relocate(left, plot.getMaxY() + BELOW);
    }
  }

  private static double part(ChartData shown, Instant at) {
    double span = Duration.between(shown.from(), shown.until()).toMillis();
    return Duration.between(shown.from(), at).toMillis() / span;
  }

  private void use(List<Label> labels, int count) {
    while (labels.size() < count) {
      var label = new Label();
      label.getStyleClass().addAll("chart-scale", "number");
      labels.add(label);
      getChildren().add(label);
    }
    for (int i = 0; i < labels.size(); i++) {
      labels.get(i).setVisible(i < count);
    }
  }
}
