package dev.sluice.console.services;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A text and, smaller under it, another one that may be missing.
final class TwoLines extends VBox {
  private final Label first = new Label();
  private final Label second = new Label();

  TwoLines() {
    second.getStyleClass().add("row-subtitle");
    setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(first, second);
  }

  void show(String above, String below) {
    first.setText(above);
    second.setText(below);
    second.setManaged(!below.isEmpty());
    second.setVisible(!below.isEmpty());
  }
}
