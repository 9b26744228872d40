package dev.sluice.console.services;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Problem;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;

/// Deletes a service or a version once its name has been typed (R60), and says why when the engine
/// refuses.
final class Deletion {
  private final ConsoleContext context;
  private final String name;
  private final String what;
  private final Runnable action;
  private final Runnable afterwards;
  private final Parent root;

  @FXML private Label title;
  @FXML private Label text;
  @FXML private Label typeName;
  @FXML private Label problem;
  @FXML private TextField deleteName;
  @FXML private Button confirmDelete;

  private Deletion(
      ConsoleContext context, String name, String what, Runnable action, Runnable afterwards) {
    this.context = context;
    this.name = name;
    this.what = what;
    this.action = action;
    this.afterwards = afterwards;
    this.root = Views.DELETION.loadFor(context.texts(), this);
  }

  static Deletion ofService(ConsoleContext context, ServiceName service) {
    return new Deletion(
        context,
        service.value(),
        "service",
        () -> context.engine().deleteService(service),
        () -> context.navigator().open(new Place.Services()));
  }

  static Deletion ofVersion(ConsoleContext context, VersionName version) {
    return new Deletion(
        context,
        version.toString(),
        "version",
        () -> context.engine().deleteVersion(version),
        () -> {});
  }

  void open() {
    context.overlay().open(root, deleteName);
  }

  @FXML
  void initialize() {
    var texts = context.texts();
    title.setText(texts.text("delete.title", name));
    text.setText(texts.text("delete.text." + what, name));
    typeName.setText(texts.text("delete.type", name));
    confirmDelete.setText(texts.text("delete.confirm", name));
    confirmDelete.disableProperty().bind(deleteName.textProperty().isNotEqualTo(name));
    deleteName.setOnAction(_ -> onConfirm());
  }

  @FXML
  void onConfirm() {
    if (!deleteName.getText().equals(name)) {
      return;
    }
    context
        .background()
        .run(action)
        .onSuccess(
            _ -> {
              context.overlay().close();
              context.notifier().done(context.texts().text("delete.begun", name));
              afterwards.run();
            })
        .onProblem(this::refused)
        .start();
  }

  @FXML
  void onCancel() {
    context.overlay().close();
  }

  private void refused(Problem refusal) {
    var texts = context.texts();
    problem.setText(texts.problem(refusal) + " " + texts.action(refusal));
    problem.setVisible(true);
    problem.setManaged(true);
  }
}
