package dev.sluice.console.history;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.DiffEntry;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;

/// The whole of a long value, line by line, over the comparison.
final class LongTextDialog {
  private final FieldNames names;
  private final DiffText words;
  private final ConsoleContext context;
  private final Parent root;

  @FXML private Label longTextTitle;
  @FXML private HBox longTextAreas;
  @FXML private Button closeLongText;

  LongTextDialog(ConsoleContext context) {
    this.context = context;
    this.names = new FieldNames(context.texts());
    this.words = new DiffText(context.texts());
    this.root = Views.LONG_TEXT.loadFor(context.texts(), this);
  }

  /// @param sides say what stands on the left and on the right
  /// @param unified whether changed lines stand one below the other
  void open(DiffEntry entry, DiffPane.Sides sides, boolean unified) {
    var diff = LineDiff.of(words.before(entry), words.after(entry));
    longTextTitle.setText(names.of(entry));
    var areas = unified ? List.of(unified(diff)) : sideBySide(diff);
    var heads =
        unified
            ? List.of(context.texts().text("diff.unified.head", sides.left(), sides.right()))
            : List.of(sides.left(), sides.right());
    longTextAreas.getChildren().clear();
    for (int i = 0; i < areas.size(); i++) {
      longTextAreas.getChildren().add(side(heads.get(i), areas.get(i)));
    }
    context.overlay().open(root, closeLongText);
    root.applyCss();
    root.layout();
    areas.forEach(DiffLines::showFirstDifference);
  }

  private VBox side(String head, CodeArea area) {
    var title = new Label(head);
    title.getStyleClass().add("row-title");
    area.setAccessibleText(longTextTitle.getText() + ", " + head);
    var pane = new VirtualizedScrollPane<>(area);
    VBox.setVgrow(pane, Priority.ALWAYS);
    var side = new VBox(8, title, pane);
    HBox.setHgrow(side, Priority.ALWAYS);
    return side;
  }

  private static CodeArea unified(LineDiff diff) {
    var lines = new ArrayList<DiffLines.Line>();
    for (var line : diff.lines()) {
      var pieces = WordDiff.of(line.before(), line.after());
      switch (line.change()) {
        case EQUAL -> lines.add(DiffLines.Line.plain("  ", line.before(), "equal"));
        case REMOVED -> lines.add(DiffLines.Line.plain("− ", line.before(), "removed"));
        case ADDED -> lines.add(DiffLines.Line.plain("+ ", line.after(), "added"));
        case CHANGED -> {
          lines.add(new DiffLines.Line("− ", pieces.before(), "removed"));
          lines.add(new DiffLines.Line("+ ", pieces.after(), "added"));
        }
      }
    }
    return DiffLines.area(lines);
  }

  /// Both scroll together; a side that lacks a line has an empty one there.
  private static List<CodeArea> sideBySide(LineDiff diff) {
    var left = new ArrayList<DiffLines.Line>();
    var right = new ArrayList<DiffLines.Line>();
    for (var line : diff.lines()) {
      var pieces = WordDiff.of(line.before(), line.after());
      boolean equal = line.change() == DiffEntry.Change.EQUAL;
      boolean added = line.change() == DiffEntry.Change.ADDED;
      boolean removed = line.change() == DiffEntry.Change.REMOVED;
      left.add(
          new DiffLines.Line(
              equal || added ? "  " : "− ",
              pieces.before(),
              equal ? "equal" : added ? "missing" : "removed"));
      right.add(
          new DiffLines.Line(
              equal || removed ? "  " : "+ ",
              pieces.after(),
              equal ? "equal" : removed ? "missing" : "added"));
    }
    var one = DiffLines.area(left);
    var other = DiffLines.area(right);
    one.estimatedScrollYProperty().bindBidirectional(other.estimatedScrollYProperty());
    return List.of(one, other);
  }

  @FXML
  private void onClose() {
    context.overlay().close();
  }
}
