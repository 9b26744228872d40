package dev.sluice.console.widgets.chart;

import dev.sluice.console.fx.Moments;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The values of all lines at one moment, in a small box beside the cursor.
final class ChartValues extends VBox {
  private final Moments moments;
  private final DoubleFunction<String> figure;
  private final Label time = new Label();

  ChartValues(Moments moments, DoubleFunction<String> figure) {
    this.moments = moments;
    this.figure = figure;
    getStyleClass().add("chart-values");
    time.getStyleClass().addAll("muted", "number");
    setMouseTransparent(true);
    setVisible(false);
  }

  void show(Instant moment, List<ChartLine> lines) {
    time.setText(moments.clock(moment));
    getChildren().setAll(time);
    lines.forEach(line -> getChildren().add(row(line, moment)));
  }

  private HBox row(ChartLine line, Instant moment) {
    var swatch = new Region();
    swatch.getStyleClass().setAll("swatch", line.styleClass());
    var name = new Label(line.name());
    var value = new Label(value(line, moment));
    value.getStyleClass().addAll("chart-value", "number");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var row = new HBox(6, swatch, name, space, value);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private String value(ChartLine line, Instant moment) {
    return line.near(moment).map(point -> figure.apply(point.value())).orElse("–");
  }

  String words(Instant moment, List<ChartLine> lines) {
    return lines.stream()
        .map(line -> line.name() + " " + value(line, moment))
        .collect(Collectors.joining(", "));
  }
}
