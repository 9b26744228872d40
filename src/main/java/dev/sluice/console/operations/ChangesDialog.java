package dev.sluice.console.operations;

import dev.sluice.console.fx.Views;
import dev.sluice.console.history.DiffPane;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.DiffEntry;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What an operation changes, or would have changed had it not failed: both sides as in every other
/// comparison.
final class ChangesDialog {
  private final ConsoleContext context;
  private final DiffPane diff;
  private final Parent root;

  @FXML private Label changesTitle;
  @FXML private VBox changesDiff;
  @FXML private Button closeChanges;

  ChangesDialog(ConsoleContext context) {
    this.context = context;
    this.diff = new DiffPane(context);
    this.root = Views.RECORDED_CHANGES.loadFor(context.texts(), this);
  }

  @FXML
  private void initialize() {
    changesDiff.getChildren().setAll(diff.root());
    diff.listenIn(changesDiff);
  }

  /// @param operation in words
  void open(String operation, List<DiffEntry> changes) {
    var texts = context.texts();
    changesTitle.setText(texts.text("progress.compare.title", operation));
    diff.show(
        new DiffPane.Sides(
            changesTitle.getText(),
            texts.text("progress.compare.before"),
            "",
            texts.text("progress.compare.after"),
            ""),
        changes);
    context.overlay().open(root, closeChanges);
  }

  @FXML
  private void onClose() {
    context.overlay().close();
  }
}
