package dev.sluice.console.shell;

import dev.sluice.console.fx.Views;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;

/// Every key the console knows, on F1.
public final class KeySheet {
  private final ConsoleContext context;

  @FXML private Button closeKeys;

  public KeySheet(ConsoleContext context) {
    this.context = context;
  }

  /// Shows it over the console.
  public void open() {
    Parent root = Views.KEYS.loadFor(context.texts(), this);
    context.overlay().open(root, closeKeys);
  }

  @FXML
  void onClose() {
    context.overlay().close();
  }
}
