package dev.sluice.console.operations;

import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.TrafficBar;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.TrafficView;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The policies before and after a traffic change as bars, and the way to put the one it set in
/// place again (R69).
final class PolicyRecord extends VBox {
  private final ConsoleContext context;
  private final TrafficBar before;
  private final TrafficBar after;
  private @Nullable OperationId shown;
  private Optional<PolicyOfOperation> policies = Optional.empty();

  PolicyRecord(ConsoleContext context) {
    super(8);
    this.context = context;
    this.before = new TrafficBar(context.texts());
    this.after = new TrafficBar(context.texts());
    before.show(TrafficPolicy.ByPercent.OFF);
    after.show(TrafficPolicy.ByPercent.OFF);
    getStyleClass().add("policy-record");
    getChildren().setAll(row("traffic.before.then", before), row("traffic.after", after));
    present(false);
  }

  private HBox row(String key, TrafficBar bar) {
    var label = new Label();
    label.textProperty().bind(context.texts().binding(key));
    label.getStyleClass().addAll("muted", "compare-label");
    HBox.setHgrow(bar, Priority.ALWAYS);
    var row = new HBox(16, label, bar);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void present(boolean wanted) {
    setVisible(wanted);
    setManaged(wanted);
  }

  /// Shows what `operation` changed; nothing when it is no traffic change.
  void show(Operation operation) {
    if (operation.kind() != Operation.Kind.TRAFFIC) {
      shown = null;
      present(false);
      return;
    }
    if (operation.id().equals(shown)) {
      return;
    }
    shown = operation.id();
    policies = Optional.empty();
    present(false);
    context
        .background()
        .run(() -> PolicyOfOperation.find(context.engine(), operation))
        .onSuccess(
            found -> {
              if (operation.id().equals(shown)) {
                policies = found;
                found.ifPresent(this::fill);
              }
            })
        .start();
  }

  private void fill(PolicyOfOperation found) {
    present(true);
    after.show(found.after().policy());
    getChildren().getFirst().setVisible(found.before().isPresent());
    found.before().map(TrafficView::policy).ifPresent(before::show);
  }

  /// Puts the policy that the change set in place again, as a new change.
  ///
  /// @param end told when it is done, or refused
  void restore(Operation operation, Runnable end) {
    var texts = context.texts();
    if (policies.isEmpty()) {
      context.notifier().done(texts.text("progress.restore.gone"));
      end.run();
      return;
    }
    long revision = policies.get().after().revision();
    String remark = texts.text("progress.restore.remark", operation.id());
    context
        .background()
        .run(() -> context.engine().restoreTraffic(operation.service(), revision, remark))
        .onSuccess(
            _ -> context.notifier().done(texts.text("progress.restore.done", operation.service())))
        .onEnd(end)
        .start();
  }
}
