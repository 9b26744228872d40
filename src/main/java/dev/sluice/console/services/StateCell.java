package dev.sluice.console.services;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.Pill;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/// A version's state and, where it is not well, why.
final class StateCell extends VBox {
  private final Texts texts;
  private final Pill pill = new Pill();
  private final Label reason = new Label();
  private final Tooltip whole = new Tooltip();

  StateCell(Texts texts) {
    super(2);
    this.texts = texts;
    reason.getStyleClass().add("row-subtitle");
    whole.setWrapText(true);
    whole.setMaxWidth(480);
    setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(pill, reason);
  }

  void show(VersionRow row) {
    pill.show(texts, row.view().state());
    boolean well = row.reason().isEmpty();
    String why = row.reason().map(texts::failure).orElse("");
    reason.setText(why);
    reason.setManaged(!well);
    reason.setVisible(!well);
    whole.setText(why);
    reason.setTooltip(well ? null : whole);
  }
}
