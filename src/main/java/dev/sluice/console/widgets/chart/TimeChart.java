package dev.sluice.console.widgets.chart;

import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/// A few lines over time with a title, round scales and a cursor that tells the values of a moment:
/// by the mouse, or by the arrow keys while it has the focus. A line is known by its colour, by its
/// dashes and by the label at its end.
///
/// Screen readers hear what is shown in a sentence for each line; with the cursor, its values. For
/// the JavaFX thread.
public final class TimeChart extends Region {
  private static final double TITLE = 32;
  private static final double TITLE_TEXT = 20;
  private static final double LEFT = 48;
  private static final double RIGHT = 40;
  private static final double BOTTOM = 20;
  private static final double LABEL = 14;
  private static final int STEPS = 4;
  private static final double STEP = 26;

  /// The arrow keys go through a window in so many steps.
  private static final int KEY_STEPS = 60;

  private final Texts texts;
  private final Moments moments;
  private final DoubleFunction<String> figure;
  private final double leastTop;
  private final ObjectProperty<@Nullable Instant> cursor =
      new SimpleObjectProperty<>(this, "moment");
  private final Label title = new Label();
  private final Label now = new Label();
  private final Label nothing = new Label();
  private final ChartGrid grid;
  private final Pane plot = new Pane();
  private final Rectangle clip = new Rectangle();
  private final Line cursorLine = new Line();
  private final ChartValues values;
  private final List<Label> endLabels = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();
  private final List<Circle> marks = new ArrayList<>();
  private @Nullable ChartData data;

  /// @param figure a value in words
  /// @param leastTop the scale never ends lower than this
  public TimeChart(Texts texts, Moments moments, DoubleFunction<String> figure, double leastTop) {
    this.texts = texts;
    this.moments = moments;
    this.figure = figure;
    this.leastTop = leastTop;
    this.values = new ChartValues(moments, figure);
    this.grid = new ChartGrid(moments, figure);
    getStyleClass().add("time-chart");
    title.getStyleClass().add("chart-title");
    now.getStyleClass().addAll("chart-now", "number");
    nothing.getStyleClass().addAll("muted", "chart-nothing");
    nothing.textProperty().bind(texts.binding("chart.nothing"));
    cursorLine.getStyleClass().add("chart-cursor");
    plot.setClip(clip);
    plot.setMouseTransparent(true);
    cursorLine.setMouseTransparent(true);
    getChildren().setAll(grid, plot, cursorLine, title, now, nothing, values);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT);
    setMinSize(200, 120);
    setPrefSize(320, 180);
    setOnMouseMoved(this::onMouse);
    setOnMouseDragged(this::onMouse);
    setOnMousePressed(_ -> requestFocus());
    setOnMouseExited(_ -> cursor.set(null));
    setOnKeyPressed(this::onKey);
    cursor.subscribe(() -> requestLayout());
    focusedProperty()
        .subscribe(
            focused -> {
              if (!focused) {
                cursor.set(null);
              }
            });
  }

  /// The moment whose values are shown; bind those of several charts to read them together.
  public ObjectProperty<@Nullable Instant> momentProperty() {
    return cursor;
  }

  public void setTitle(String text) {
    title.setText(text);
    tell();
  }

  public void show(ChartData shown) {
    data = shown;
    layoutLines(shown.lines());
    tell();
    requestLayout();
  }

  private void layoutLines(List<ChartLine> lines) {
    while (paths.size() < lines.size()) {
      var path = new Path();
      var mark = new Circle(3.5);
      var end = new Label();
      end.setMouseTransparent(true);
      paths.add(path);
      marks.add(mark);
      endLabels.add(end);
      plot.getChildren().addAll(path, mark);
      getChildren().add(getChildren().indexOf(values), end);
    }
    for (int i = 0; i < paths.size(); i++) {
      boolean used = i < lines.size();
      paths.get(i).setVisible(used);
      marks.get(i).setVisible(false);
      endLabels.get(i).setVisible(false);
      if (used) {
        var line = lines.get(i);
        paths.get(i).getStyleClass().setAll("chart-line", line.styleClass());
        paths.get(i).getStrokeDashArray().setAll(line.dash().pattern());
        marks.get(i).getStyleClass().setAll("chart-mark", line.styleClass());
        endLabels.get(i).getStyleClass().setAll("label", "chart-end", line.styleClass());
        endLabels.get(i).setText(line.label());
      }
    }
  }

  private double plotWidth() {
    return Math.max(1, getWidth() - LEFT - RIGHT);
  }

  private double plotHeight() {
    return Math.max(1, getHeight() - TITLE - BOTTOM);
  }

  @Override
  protected void layoutChildren() {
    title.resizeRelocate(0, 0, title.prefWidth(-1), TITLE_TEXT);
    double nowWidth = now.prefWidth(-1);
    now.resizeRelocate(getWidth() - nowWidth, 0, nowWidth, TITLE_TEXT);
    var shown = data;
    if (shown == null) {
      return;
    }
    double width = plotWidth();
    double height = plotHeight();
    clip.setX(-3);
    clip.setY(-3);
    clip.setWidth(width + 6);
    clip.setHeight(height + 6);
    plot.resizeRelocate(LEFT, TITLE, width, height);
    double most =
        shown.lines().stream()
            .flatMap(line -> line.most().stream().boxed())
            .max(Comparator.naturalOrder())
            .orElse(0.0);
    var scale = ValueScale.upTo(most, leastTop, (int) Math.clamp(height / STEP, 1, STEPS));
    grid.layOut(shown, scale, new Rectangle2D(LEFT, TITLE, width, height), getWidth());
    boolean none = shown.lines().stream().allMatch(line -> line.points().isEmpty());
    nothing.setVisible(none);
    double wide = Math.min(width, nothing.prefWidth(-1));
    nothing.resizeRelocate(LEFT + (width - wide) / 2, TITLE + height / 2 - 10, wide, 20);
    for (int i = 0; i < shown.lines().size(); i++) {
      draw(
          paths.get(i),
          Trace.of(shown.lines().get(i), shown.from(), shown.until(), scale, width, height));
    }
    layoutEnds(shown, scale);
    layoutCursor(shown, scale);
  }

  private static void draw(Path path, Trace trace) {
    path.getElements().clear();
    for (var run : trace.runs()) {
      path.getElements().add(new MoveTo(run.getFirst().x(), run.getFirst().y()));
      if (run.size() == 1) {
        // A single point between two gaps: its round cap is seen.
        path.getElements().add(new LineTo(run.getFirst().x() + 0.1, run.getFirst().y()));
      }
      for (var spot : run.subList(1, run.size())) {
        path.getElements().add(new LineTo(spot.x(), spot.y()));
      }
    }
  }

  private double x(ChartData shown, Instant at) {
    double span = Duration.between(shown.from(), shown.until()).toMillis();
    return Duration.between(shown.from(), at).toMillis() / span * plotWidth();
  }

  /// Beside the last points, one under the other where they would cover each other.
  private void layoutEnds(ChartData shown, ValueScale scale) {
    if (shown.lines().size() < 2) {
      return;
    }
    record End(Label label, double y) {}
    var ends = new ArrayList<End>();
    for (int i = 0; i < shown.lines().size(); i++) {
      var line = shown.lines().get(i);
      if (line.near(shown.until()).isPresent()) {
        double part = scale.part(line.points().getLast().value());
        ends.add(new End(endLabels.get(i), TITLE + plotHeight() * (1 - part) - LABEL / 2));
      }
    }
    ends.sort(Comparator.comparingDouble(End::y));
    double free = TITLE - LABEL;
    double last = TITLE + plotHeight() - LABEL / 2;
    for (int i = 0; i < ends.size(); i++) {
      double lowest = last - (ends.size() - 1 - i) * LABEL;
      double y = Math.max(free, Math.min(ends.get(i).y(), lowest));
      ends.get(i).label().setVisible(true);
      ends.get(i).label().resizeRelocate(LEFT + plotWidth() + 4, y, RIGHT - 4, LABEL);
      free = y + LABEL;
    }
  }

  private void layoutCursor(ChartData shown, ValueScale scale) {
    var at =
        Optional.ofNullable(cursor.get())
            .filter(moment -> !moment.isBefore(shown.from()) && !moment.isAfter(shown.until()));
    cursorLine.setVisible(at.isPresent());
    values.setVisible(at.isPresent());
    marks.forEach(mark -> mark.setVisible(false));
    if (at.isEmpty()) {
      return;
    }
    double x = x(shown, at.get());
    cursorLine.setStartX(LEFT + x);
    cursorLine.setEndX(LEFT + x);
    cursorLine.setStartY(TITLE);
    cursorLine.setEndY(TITLE + plotHeight());
    for (int i = 0; i < shown.lines().size(); i++) {
      var mark = marks.get(i);
      shown
          .lines()
          .get(i)
          .near(at.get())
          .ifPresent(
              point -> {
                mark.setVisible(true);
                mark.setCenterX(x(shown, point.at()));
                mark.setCenterY(plotHeight() * (1 - scale.part(point.value())));
              });
    }
    values.show(at.get(), shown.lines());
    // Rows that were just made have no style yet, and would be measured without it.
    values.applyCss();
    values.autosize();
    double side = LEFT + x + 10;
    boolean fits = side + values.getWidth() <= getWidth();
    values.relocate(
        fits ? side : Math.max(0, LEFT + x - 10 - values.getWidth()), Math.max(0, TITLE + 2));
  }

  private void onMouse(MouseEvent event) {
    if (data == null) {
      return;
    }
    double part = (event.getX() - LEFT) / plotWidth();
    cursor.set(part < 0 || part > 1 ? null : at(data, part));
  }

  private static Instant at(ChartData shown, double part) {
    long span = Duration.between(shown.from(), shown.until()).toMillis();
    return shown.from().plusMillis(Math.round(part * span));
  }

  private void onKey(KeyEvent event) {
    var shown = data;
    if (shown == null) {
      return;
    }
    var step = Duration.between(shown.from(), shown.until()).dividedBy(KEY_STEPS);
    var present = Optional.ofNullable(cursor.get()).orElse(shown.until());
    switch (event.getCode()) {
      case LEFT -> cursor.set(within(shown, present.minus(step)));
      case RIGHT -> cursor.set(within(shown, present.plus(step)));
      case HOME -> cursor.set(shown.from());
      case END -> cursor.set(shown.until());
      case ESCAPE -> cursor.set(null);
      default -> {
        return;
      }
    }
    tell();
    event.consume();
  }

  private static Instant within(ChartData shown, Instant moment) {
    if (moment.isBefore(shown.from())) {
      return shown.from();
    }
    return moment.isAfter(shown.until()) ? shown.until() : moment;
  }

  /// Says it anew to screen readers, and the last values to everybody.
  private void tell() {
    var shown = data;
    if (shown == null) {
      setAccessibleText(title.getText());
      return;
    }
    now.setText(
        shown.lines().size() == 1
            ? shown.lines().getFirst().near(shown.until()).map(this::words).orElse("–")
            : "");
    var moment = cursor.get();
    setAccessibleText(
        moment == null || !isFocused()
            ? summary(shown)
            : title.getText()
                + ", "
                + moments.clock(moment)
                + ": "
                + values.words(moment, shown.lines()));
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  private String words(ChartPoint point) {
    return figure.apply(point.value());
  }

  private String summary(ChartData shown) {
    String head =
        texts.text(
            "chart.summary",
            title.getText(),
            moments.clock(shown.from()),
            moments.clock(shown.until()));
    return shown.lines().stream()
        .map(
            line ->
                line.points().isEmpty()
                    ? texts.text("chart.summary.none", line.name())
                    : texts.text(
                        "chart.summary.line",
                        line.name(),
                        line.near(shown.until()).map(this::words).orElse("–"),
                        figure.apply(line.least().orElse(0)),
                        figure.apply(line.most().orElse(0))))
        .collect(Collectors.joining(" ", head + " ", ""));
  }
}
