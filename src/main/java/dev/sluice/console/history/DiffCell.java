package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.DiffEntry;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// One row of the comparison: sign, name, and the two values, side by side or one below the other.
final class DiffCell extends ListCell<Comparison.Row> {
  private final Texts texts;
  private final FieldNames names;
  private final DiffText words;
  private final Function<DiffEntry, DiffValue> values;
  private final ObservableValue<Boolean> unified;
  private final Consumer<DiffEntry> openLong;
  private final Label sign = new Label();
  private final Label name = new Label();
  private final TextFlow left = new TextFlow();
  private final TextFlow right = new TextFlow();
  private final Hyperlink whole = new Hyperlink();
  private final VBox title = new VBox(2, name, whole);
  private final GridPane row = new GridPane(12, 0);
  private final Label group = new Label();

  /// @param unified whether the values stand one below the other
  /// @param openLong shows the whole of a long value
  DiffCell(
      Texts texts,
      Function<DiffEntry, DiffValue> values,
      ObservableValue<Boolean> unified,
      Consumer<DiffEntry> openLong) {
    this.texts = texts;
    this.names = new FieldNames(texts);
    this.words = new DiffText(texts);
    this.values = values;
    this.unified = unified;
    this.openLong = openLong;
    getStyleClass().add("diff-cell");
    sign.getStyleClass().add("diff-sign");
    name.getStyleClass().add("diff-name");
    name.setWrapText(true);
    group.getStyleClass().add("section-title");
    left.getStyleClass().addAll("diff-value", "diff-left");
    right.getStyleClass().addAll("diff-value", "diff-right");
    whole.getStyleClass().add("diff-whole");
    whole.managedProperty().bind(whole.visibleProperty());
    GridPane.setFillHeight(left, false);
    GridPane.setFillHeight(right, false);
    GridPane.setValignment(sign, VPos.TOP);
    GridPane.setValignment(title, VPos.TOP);
    columns(row, false);
    setPrefWidth(0);
  }

  /// The same columns as the heads above the list.
  static void columns(GridPane grid, boolean unified) {
    var signs = new ColumnConstraints(16);
    var fields = new ColumnConstraints(200);
    if (unified) {
      grid.getColumnConstraints().setAll(signs, fields, value());
    } else {
      grid.getColumnConstraints().setAll(signs, fields, value(), value());
    }
  }

  private static ColumnConstraints value() {
    var column = new ColumnConstraints(0, 100, Double.MAX_VALUE);
    column.setHgrow(Priority.ALWAYS);
    return column;
  }

  @Override
  protected void updateItem(Comparison.@Nullable Row shown, boolean empty) {
    super.updateItem(shown, empty);
    getStyleClass().remove("diff-group");
    if (shown == null || empty) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    switch (shown) {
      case Comparison.Row.Group one -> showGroup(one);
      case Comparison.Row.Field field -> showField(field.entry());
    }
  }

  private void showGroup(Comparison.Row.Group shown) {
    group.setText(names.group(shown.name()));
    getStyleClass().add("diff-group");
    setAccessibleText(group.getText());
    setGraphic(group);
  }

  private void showField(DiffEntry entry) {
    String change = entry.change().name().toLowerCase(Locale.ROOT);
    row.getStyleClass().setAll("diff-row", "diff-" + change);
    sign.setText(DiffText.sign(entry.change()));
    name.setText(names.of(entry));
    var value = values.apply(entry);
    fill(left, value.before());
    fill(right, value.after());
    whole.setVisible(value.lines() > 0);
    whole.setText(texts.count("diff.whole", value.lines()));
    whole.setId("longText-" + names.of(entry));
    whole.setOnAction(_ -> openLong.accept(entry));
    place(entry);
    setAccessibleText(
        texts.text("diff.change." + entry.change()) + " " + words.line(entry).substring(2));
    setGraphic(row);
  }

  private void place(DiffEntry entry) {
    row.getChildren().clear();
    columns(row, unified.getValue());
    if (unified.getValue()) {
      row.addRow(0, sign, title, below(entry));
    } else {
      row.addRow(0, sign, title, left, right);
    }
  }

  /// Equal values and those of one side only stand once.
  private Node below(DiffEntry entry) {
    return switch (entry.change()) {
      case EQUAL, REMOVED -> left;
      case ADDED -> right;
      case CHANGED -> entry.secret() ? right : new VBox(2, signed("−", left), signed("+", right));
    };
  }

  private static HBox signed(String text, TextFlow value) {
    var mark = new Label(text);
    mark.getStyleClass().addAll("diff-sign", text.equals("+") ? "diff-plus" : "diff-minus");
    mark.setMinWidth(14);
    HBox.setHgrow(value, Priority.ALWAYS);
    return new HBox(4, mark, value);
  }

  private static void fill(TextFlow flow, List<WordDiff.Piece> pieces) {
    flow.getChildren()
        .setAll(
            pieces.stream()
                .map(
                    piece -> {
                      var text = new Text(piece.text());
                      text.getStyleClass().add("diff-text");
                      if (piece.differs()) {
                        text.getStyleClass().add("diff-word");
                      }
                      return text;
                    })
                .toList());
  }
}
