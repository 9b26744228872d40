package dev.sluice.console.shell;

import dev.sluice.console.fx.Views;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;

/// Does something weighty once a name has been typed: nobody types it by mistake.
///
/// @param name to be typed
/// @param title what is asked
/// @param text what it will do
/// @param button what the button says
public record TypedConfirmation(String name, String title, String text, String button) {

  /// Asks over the console.
  public void ask(ConsoleContext context, Runnable action) {
    new Dialog(context, this, action).open();
  }

  private static final class Dialog {
    private final ConsoleContext context;
    private final TypedConfirmation asked;
    private final Runnable action;

    @FXML private Label title;
    @FXML private Label text;
    @FXML private Label typeName;
    @FXML private TextField typedName;
    @FXML private Button confirmTyped;

    Dialog(ConsoleContext context, TypedConfirmation asked, Runnable action) {
      this.context = context;
      this.asked = asked;
      this.action = action;
    }

    void open() {
      Parent root = Views.TYPED_CONFIRMATION.loadFor(context.texts(), this);
      context.overlay().open(root, typedName);
    }

    @FXML
    void initialize() {
      title.setText(asked.title());
      text.setText(asked.text());
      typeName.setText(context.texts().text("delete.type", asked.name()));
      typedName.accessibleTextProperty().bind(typeName.textProperty());
      confirmTyped.setText(asked.button());
      confirmTyped.disableProperty().bind(typedName.textProperty().isNotEqualTo(asked.name()));
      typedName.setOnAction(_ -> onConfirm());
    }

    @FXML
    void onConfirm() {
      if (typedName.getText().equals(asked.name())) {
        context.overlay().close();
        action.run();
      }
    }

    @FXML
    void onCancel() {
      context.overlay().close();
    }
  }
}
