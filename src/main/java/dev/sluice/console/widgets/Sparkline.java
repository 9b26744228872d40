package dev.sluice.console.widgets;

import dev.sluice.console.fx.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;

/// A figure's recent past as a small line without axes, from zero to its highest, the newest at the
/// right edge. Where nothing was measured the line has a gap. Screen readers hear the newest and
/// the span.
///
/// Colours: style classes `sparkline-line` and `sparkline-area`.
public final class Sparkline extends Region {
  private static final double LEAST_WIDTH = 36;
  private static final double WIDTH = 64;
  private static final double HEIGHT = 22;

  /// Room for the line's own thickness.
  private static final double EDGE = 1;

  private final Texts texts;
  private final Path line = new Path();
  private final Path area = new Path();
  private List<Optional<Double>> values = List.of();

  public Sparkline(Texts texts) {
    this.texts = texts;
    getStyleClass().add("sparkline");
    setAccessibleRole(AccessibleRole.TEXT);
    setMouseTransparent(true);
    line.getStyleClass().setAll("sparkline-line");
    area.getStyleClass().setAll("sparkline-area");
    line.setManaged(false);
    area.setManaged(false);
    getChildren().setAll(area, line);
    setMinSize(LEAST_WIDTH, HEIGHT);
    setPrefSize(WIDTH, HEIGHT);
    setMaxHeight(HEIGHT);
  }

  /// @param history oldest first, in steps of equal length
  public void show(List<Optional<Double>> history) {
    if (history.equals(values)) {
      return;
    }
    values = List.copyOf(history);
    var known = values.stream().flatMap(Optional::stream).toList();
    setAccessibleText(
        known.isEmpty()
            ? ""
            : texts.text(
                "widgets.sparkline",
                Figures.rate(known.getLast()),
                Figures.rate(Collections.min(known)),
                Figures.rate(Collections.max(known))));
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    var drawn = new ArrayList<PathElement>();
    var filled = new ArrayList<PathElement>();
    for (var run : runs(values, getWidth(), getHeight())) {
      drawn.addAll(path(run));
      filled.addAll(path(run));
      filled.add(new LineTo(run.getLast().getX(), getHeight()));
      filled.add(new LineTo(run.getFirst().getX(), getHeight()));
      filled.add(new ClosePath());
    }
    line.getElements().setAll(drawn);
    area.getElements().setAll(filled);
  }

  private static List<PathElement> path(List<Point2D> points) {
    var elements = new ArrayList<PathElement>(points.size());
    for (var point : points) {
      elements.add(
          elements.isEmpty()
              ? new MoveTo(point.getX(), point.getY())
              : new LineTo(point.getX(), point.getY()));
    }
    return elements;
  }

  /// Where the measurements are drawn in a room of that size: one run of points for each stretch
  /// without a gap. A figure that is zero all the time lies on the ground.
  static List<List<Point2D>> runs(List<Optional<Double>> values, double width, double height) {
    double top = values.stream().flatMap(Optional::stream).max(Double::compare).orElse(0.0);
    double step = width / Math.max(1, values.size() - 1);
    double room = height - 2 * EDGE;
    var runs = new ArrayList<List<Point2D>>();
    var run = new ArrayList<Point2D>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isPresent()) {
        double part = top <= 0 ? 0 : values.get(i).get() / top;
        run.add(new Point2D(i * step, height - EDGE - part * room));
      } else if (!run.isEmpty()) {
        runs.add(run);
        run = new ArrayList<>();
      }
    }
    if (!run.isEmpty()) {
      runs.add(run);
    }
    return runs;
  }
}
