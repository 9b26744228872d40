package dev.sluice.console.versions;

import dev.sluice.console.history.FieldNames;
import dev.sluice.domain.history.DiffEntry;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One difference in a narrow list: a sign, the field, what was and what will be.
final class ChangeRow {
  private static final int SHOWN = 160;

  private ChangeRow() {}

  static Node of(FieldNames names, DiffEntry entry) {
    var sign = new Label(sign(entry.change()));
    sign.getStyleClass().add("change-sign");
    var name = new Label(names.of(entry));
    name.getStyleClass().add("change-name");
    var lines = new VBox(name);
    HBox.setHgrow(lines, Priority.ALWAYS);
    entry
        .before()
        .filter(text -> !text.isBlank())
        .ifPresent(text -> lines.getChildren().add(line("change-before", text)));
    entry.after().ifPresent(text -> lines.getChildren().add(line("change-after", text)));
    if (entry.secret()) {
      lines.getChildren().add(line("change-after", "•••"));
    }
    var row = new HBox(sign, lines);
    row.getStyleClass().addAll("change-row", tone(entry.change()));
    return row;
  }

  private static Label line(String style, String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    var label = new Label(shown);
    label.getStyleClass().add(style);
    label.setWrapText(true);
    return label;
  }

  private static String sign(DiffEntry.Change change) {
    return switch (change) {
      case ADDED -> "+";
      case REMOVED -> "−";
      case CHANGED -> "~";
      case EQUAL -> "=";
    };
  }

  private static String tone(DiffEntry.Change change) {
    return switch (change) {
      case ADDED -> "tone-good";
      case REMOVED -> "tone-bad";
      case CHANGED -> "tone-warning";
      case EQUAL -> "tone-quiet";
    };
  }
}
