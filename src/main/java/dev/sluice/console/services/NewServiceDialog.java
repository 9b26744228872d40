package dev.sluice.console.services;

import atlantafx.base.controls.ToggleSwitch;
import atlantafx.base.theme.Styles;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.Problem;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;

/// Asks for a new service's name and checks it while it is typed, by the engine's own rule.
final class NewServiceDialog {
  private final ConsoleContext context;
  private final Optional<Artifact> artifact;
  private final Parent root;
  private boolean busy;

  @FXML private TextField serviceName;
  @FXML private Label serviceNameHint;
  @FXML private Label serviceNameProblem;
  @FXML private ToggleSwitch servicePublic;
  @FXML private Button createService;

  /// @param artifact for the service's first version, which is then asked for at once
  NewServiceDialog(ConsoleContext context, Optional<Artifact> artifact) {
    this.context = context;
    this.artifact = artifact;
    this.root = Views.NEW_SERVICE.loadFor(context.texts(), this);
  }

  void open() {
    context.overlay().open(root, serviceName);
  }

  @FXML
  void initialize() {
    serviceName.textProperty().subscribe(this::check);
    serviceName.setOnAction(_ -> onCreate());
  }

  /// An empty field is not reproached; one cannot begin otherwise.
  private void check(String typed) {
    show(typed.isEmpty() ? "" : violation(typed).map(context.texts()::violation).orElse(""));
    createService.setText(
        !ServiceName.isValid(typed)
            ? context.texts().text("services.create")
            : context.texts().text("services.create.named", typed));
    updateButton();
  }

  private static Optional<Violation> violation(String typed) {
    return ServiceName.isValid(typed)
        ? Optional.empty()
        : Optional.of(Violations.serviceName("name", typed));
  }

  @FXML
  void onCreate() {
    String typed = serviceName.getText();
    if (busy || !ServiceName.isValid(typed)) {
      return;
    }
    setBusy(true);
    var name = new ServiceName(typed);
    boolean open = servicePublic.isSelected();
    context
        .background()
        .run(() -> context.engine().createService(name, open))
        .onSuccess(
            service -> {
              context.overlay().close();
              context.navigator().open(afterwards(service.name()));
            })
        .onProblem(this::refused)
        .onEnd(() -> setBusy(false))
        .start();
  }

  private Place afterwards(ServiceName service) {
    return artifact.isPresent()
        ? new Place.NewVersion(service, Optional.empty(), artifact)
        : new Place.Service(service, Place.ServiceTab.VERSIONS);
  }

  @FXML
  void onCancel() {
    context.overlay().close();
  }

  private void refused(Problem problem) {
    Texts texts = context.texts();
    show(
        problem.fields().isEmpty()
            ? texts.problem(problem) + " " + texts.action(problem)
            : texts.violation(problem.fields().getFirst()));
    serviceName.requestFocus();
  }

  private void show(String problem) {
    serviceNameProblem.setText(problem);
    serviceNameHint.setVisible(problem.isEmpty());
    serviceName.pseudoClassStateChanged(Styles.STATE_DANGER, !problem.isEmpty());
    serviceName.setAccessibleHelp(problem);
  }

  private void setBusy(boolean now) {
    busy = now;
    updateButton();
  }

  private void updateButton() {
    createService.setDisable(busy || !ServiceName.isValid(serviceName.getText()));
  }
}
