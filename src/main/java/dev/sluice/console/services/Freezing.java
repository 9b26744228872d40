package dev.sluice.console.services;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.ServiceView;
import java.time.Duration;
import java.util.concurrent.Callable;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

/// Freezes a service, after saying what that stops, or brings a frozen one back (R5). Either can be
/// undone by the other.
final class Freezing {
  /// As long as for a change of traffic.
  private static final Duration UNDO_OFFERED = Duration.ofMinutes(1);

  private final ConsoleContext context;
  private final ServiceRow row;

  @FXML private Label title;
  @FXML private Label text;
  @FXML private Button cancelFreeze;
  @FXML private Button confirmFreeze;

  Freezing(ConsoleContext context, ServiceRow row) {
    this.context = context;
    this.row = row;
  }

  void begin() {
    if (row.state() == ServiceView.State.FROZEN) {
      unfreeze();
    } else {
      Parent root = Views.FREEZE.loadFor(context.texts(), this);
      context.overlay().open(root, cancelFreeze);
    }
  }

  @FXML
  void initialize() {
    var texts = context.texts();
    title.setText(texts.text("freeze.title", row.name()));
    text.setText(
        row.instances()
            .map(count -> texts.text("freeze.text", count.wanted(), row.domain()))
            .orElseGet(() -> texts.text("freeze.text.unknown", row.domain())));
    confirmFreeze.setText(texts.text("freeze.confirm", row.name()));
  }

  @FXML
  void onConfirm() {
    context.overlay().close();
    run("freeze.begun", () -> context.engine().freeze(row.name(), ""), this::unfreeze);
  }

  @FXML
  void onCancel() {
    context.overlay().close();
  }

  private void unfreeze() {
    run(
        "unfreeze.begun",
        () -> context.engine().unfreeze(row.name(), ""),
        () -> run("freeze.begun", () -> context.engine().freeze(row.name(), ""), () -> {}));
  }

  private void run(String told, Callable<Operation> change, Runnable undo) {
    var texts = context.texts();
    context
        .background()
        .run(change)
        .onSuccess(
            _ ->
                context
                    .notifier()
                    .done(
                        texts.text(told, row.name()),
                        texts.text("traffic.undo"),
                        undo,
                        UNDO_OFFERED))
        .start();
  }
}
