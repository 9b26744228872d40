package dev.sluice.console.services;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.Pill;
import dev.sluice.console.widgets.Tone;
import dev.sluice.console.widgets.VersionLabel;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// Deletes several versions of a service once its name has been typed (R60), and shows what becomes
/// of each.
final class BatchDeletionDialog {
  private final ConsoleContext context;
  private final ServiceName service;
  private final List<VersionName> versions;
  private final BatchDeletion deletion;
  private final Parent root;
  private Subscription subscription = Subscription.EMPTY;

  @FXML private Label batchTitle;
  @FXML private Label batchText;
  @FXML private ScrollPane batchScroll;
  @FXML private VBox batchRows;
  @FXML private VBox batchField;
  @FXML private Label batchType;
  @FXML private TextField batchName;
  @FXML private Button cancelBatch;
  @FXML private Button confirmBatch;

  BatchDeletionDialog(ConsoleContext context, ServiceName service, List<VersionName> versions) {
    this.context = context;
    this.service = service;
    this.versions = List.copyOf(versions);
    this.deletion = new BatchDeletion(versions);
    this.root = Views.BATCH_DELETION.loadFor(context.texts(), this);
    // Closed by Esc as well.
    root.sceneProperty()
        .subscribe(
            scene -> {
              if (scene == null) {
                subscription.unsubscribe();
              }
            });
  }

  void open() {
    context.overlay().open(root, batchName);
  }

  @FXML
  void initialize() {
    var texts = context.texts();
    batchTitle.setText(texts.count("delete.batch.title", versions.size(), service));
    batchText.setText(texts.text("delete.batch.text"));
    cancelBatch.setText(texts.text("app.cancel"));
    batchType.setText(texts.text("delete.type", service));
    confirmBatch.setText(texts.count("delete.batch.confirm", versions.size()));
    confirmBatch.disableProperty().bind(batchName.textProperty().isNotEqualTo(service.value()));
    batchName.setOnAction(_ -> onConfirm());
    batchRows
        .heightProperty()
        .subscribe(height -> batchScroll.setPrefViewportHeight(height.doubleValue()));
    showRows();
  }

  @FXML
  void onConfirm() {
    if (!batchName.getText().equals(service.value()) || !batchField.isVisible()) {
      return;
    }
    batchField.setVisible(false);
    batchField.setManaged(false);
    confirmBatch.setVisible(false);
    confirmBatch.setManaged(false);
    cancelBatch.setText(context.texts().text("app.close"));
    cancelBatch.requestFocus();
    var first = new AtomicReference<Boolean>(true);
    subscription =
        context
            .feed()
            .state()
            .subscribe(
                state -> {
                  if (!first.getAndSet(false)) {
                    deletion.follow(state);
                    showRows();
                  }
                });
    versions.forEach(this::delete);
  }

  private void delete(VersionName version) {
    context
        .background()
        .run(() -> context.engine().deleteVersion(version))
        .onSuccess(operation -> deletion.accepted(version, operation.id()))
        .onProblem(problem -> deletion.refused(version, problem))
        .onEnd(
            () -> {
              deletion.follow(context.feed().state().get());
              showRows();
            })
        .start();
  }

  @FXML
  void onCancel() {
    subscription.unsubscribe();
    context.overlay().close();
  }

  private void showRows() {
    batchRows.getChildren().setAll(deletion.rows().stream().map(this::row).toList());
    if (deletion.isOver()) {
      batchText.setText(
          context.texts().text("delete.batch.done", deletion.deleted(), versions.size()));
    }
  }

  private Node row(BatchDeletion.Row row) {
    var label = new VersionLabel();
    label.show(row.version());
    label.setMinWidth(140);
    var line = new HBox(12, label);
    line.setAlignment(Pos.CENTER_LEFT);
    line.setId("outcome-" + row.version());
    var texts = context.texts();
    switch (row.outcome()) {
      case BatchDeletion.Outcome.Waiting _ -> {}
      case BatchDeletion.Outcome.Running _ ->
          line.getChildren().add(pill(Tone.BUSY, texts.text("delete.batch.running")));
      case BatchDeletion.Outcome.Deleted _ ->
          line.getChildren().add(pill(Tone.GOOD, texts.text("delete.batch.deleted")));
      case BatchDeletion.Outcome.Refused refused ->
          line.getChildren()
              .addAll(
                  pill(Tone.BAD, texts.text("delete.batch.refused")),
                  reason(texts.problem(refused.problem()) + " " + texts.action(refused.problem())));
      case BatchDeletion.Outcome.Failed failed ->
          line.getChildren()
              .addAll(pill(Tone.BAD, texts.text("delete.batch.failed")), reason(failed.reason()));
    }
    return line;
  }

  private static Pill pill(Tone tone, String text) {
    var pill = new Pill();
    pill.show(tone, text);
    return pill;
  }

  private static Label reason(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add("row-subtitle");
    HBox.setHgrow(label, Priority.ALWAYS);
    return label;
  }
}
