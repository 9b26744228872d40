package dev.sluice.console.services;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.Figures;
import dev.sluice.console.widgets.Sparkline;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Requests per second: the last minute as a line, and the number.
final class RequestsCell extends HBox {
  private final Sparkline line;
  private final Label number = new Label();

  RequestsCell(Texts texts) {
    super(6);
    line = new Sparkline(texts);
    number.getStyleClass().add("number");
    number.setMinWidth(40);
    number.setAlignment(Pos.CENTER_RIGHT);
    HBox.setHgrow(line, Priority.ALWAYS);
    setAlignment(Pos.CENTER_RIGHT);
    getChildren().setAll(line, number);
  }

  void show(ServiceRow row) {
    line.show(row.history());
    number.setText(Figures.rate(row.requestsPerSecond()));
  }
}
