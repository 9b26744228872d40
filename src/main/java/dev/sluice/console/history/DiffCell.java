package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.DiffEntry;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// One row of the comparison: sign, name, the value now and the value then.
final class DiffCell extends ListCell<Comparison.Row> {
  private final Texts texts;
  private final FieldNames names;
  private final DiffText words;
  private final Label sign = new Label();
  private final Label name = new Label();
  private final TextFlow left = new TextFlow();
  private final TextFlow right = new TextFlow();
  private final GridPane row = new GridPane(12, 0);
  private final Label title = new Label();

  DiffCell(Texts texts) {
    this.texts = texts;
    this.names = new FieldNames(texts);
    this.words = new DiffText(texts);
    getStyleClass().add("diff-cell");
    sign.getStyleClass().add("diff-sign");
    name.getStyleClass().add("diff-name");
    name.setWrapText(true);
    title.getStyleClass().add("section-title");
    left.getStyleClass().addAll("diff-value", "diff-left");
    right.getStyleClass().addAll("diff-value", "diff-right");
    row.addRow(0, sign, name, left, right);
    columns(row);
    GridPane.setFillHeight(left, false);
    GridPane.setFillHeight(right, false);
    setPrefWidth(0);
  }

  /// The same columns as the heads above the list.
  static void columns(GridPane grid) {
    var signs = new ColumnConstraints(16);
    var fields = new ColumnConstraints(200);
    grid.getColumnConstraints().setAll(signs, fields, value(), value());
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
      case Comparison.Row.Group group -> showGroup(group);
      case Comparison.Row.Field field -> showField(field.entry());
    }
  }

  private void showGroup(Comparison.Row.Group group) {
    title.setText(names.group(group.name()));
    getStyleClass().add("diff-group");
    setAccessibleText(title.getText());
    setGraphic(title);
  }

  private void showField(DiffEntry entry) {
    String change = entry.change().name().toLowerCase(Locale.ROOT);
    row.getStyleClass().setAll("diff-row", "diff-" + change);
    sign.setText(DiffText.sign(entry.change()));
    name.setText(names.of(entry));
    boolean both = entry.change() == DiffEntry.Change.CHANGED && !entry.secret();
    var pieces = WordDiff.of(words.before(entry), words.after(entry));
    fill(left, pieces.before(), both);
    fill(right, pieces.after(), both);
    setAccessibleText(
        texts.text("diff.change." + entry.change()) + " " + words.line(entry).substring(2));
    setGraphic(row);
  }

  /// A word that is new in a value with nothing in common is not marked: all of it is new.
  private static void fill(TextFlow flow, List<WordDiff.Piece> pieces, boolean mark) {
    boolean marked = mark && pieces.stream().anyMatch(piece -> !piece.differs());
    flow.getChildren()
        .setAll(
            pieces.stream()
                .map(
                    piece -> {
                      var text = new Text(piece.text());
                      text.getStyleClass().add("diff-text");
                      if (marked && piece.differs()) {
                        text.getStyleClass().add("diff-word");
                      }
                      return text;
                    })
                .toList());
  }
}
