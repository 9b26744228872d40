package dev.sluice.console.versions;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;

/// Asks once before a changed draft is left.
final class LeaveDialog {
  private final ConsoleContext context;
  private final Parent root;
  private Runnable leave = () -> {};
  private Runnable keepAndLeave = () -> {};

  @FXML private Button keepEditing;

  LeaveDialog(ConsoleContext context) {
    this.context = context;
    this.root = Views.LEAVE_EDITOR.loadFor(context.texts(), this);
  }

  void open(Runnable whenLeft, Runnable whenKept) {
    leave = whenLeft;
    keepAndLeave = whenKept;
    context.overlay().open(root, keepEditing);
  }

  @FXML
  private void onKeepEditing() {
    context.overlay().close();
  }

  @FXML
  private void onKeepDraft() {
    context.overlay().close();
    keepAndLeave.run();
  }

  @FXML
  private void onDiscard() {
    context.overlay().close();
    leave.run();
  }
}
