package dev.sluice.console.services;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.CopyButton;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A service's name and, under it, its domain with a button to copy it.
final class NameCell extends VBox {
  private final Label name = new Label();
  private final Label domain = new Label();
  private final CopyButton copy;

  NameCell(Texts texts) {
    copy = new CopyButton(texts);
    name.getStyleClass().add("row-title");
    domain.getStyleClass().add("row-subtitle");
    var line = new HBox(4, domain, copy);
    line.setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(name, line);
    setAlignment(Pos.CENTER_LEFT);
  }

  void show(ServiceRow row) {
    name.setText(row.name().value());
    domain.setText(row.domain());
    copy.setId("copy-" + row.name());
    copy.offer(row.domain());
  }
}
