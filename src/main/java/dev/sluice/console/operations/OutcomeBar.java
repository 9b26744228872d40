package dev.sluice.console.operations;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.widgets.Tone;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.VersionName;
import java.util.Optional;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;

/// How an operation ended, and what one may want to do next; nothing while it runs.
final class OutcomeBar {
  private final ConsoleContext context;
  private final OperationWords words;
  private final PolicyRecord policies;
  private final ReportExport export;
  private final Parent root;
  private Optional<Operation> shown = Optional.empty();

  @FXML private FontIcon outcomeIcon;
  @FXML private Label outcomeTitle;
  @FXML private Label outcomeProblem;
  @FXML private Label outcomeRestored;
  @FXML private Button compareChanges;
  @FXML private Button restorePolicy;
  @FXML private Button seeHistory;
  @FXML private Button openVersion;
  @FXML private Button shiftTraffic;

  OutcomeBar(ConsoleContext context, PolicyRecord policies, ReportExport export) {
    this.context = context;
    this.words = new OperationWords(context.texts(), context.moments());
    this.policies = policies;
    this.export = export;
    this.root = Views.OUTCOME.loadFor(context.texts(), this);
    context.feed().offline().subscribe(offline -> restorePolicy.setDisable(offline));
  }

  Parent root() {
    return root;
  }

  void show(Operation operation) {
    shown = Optional.of(operation);
    boolean ended = operation.state().isFinal();
    present(root, ended);
    if (ended) {
      fill(operation);
    }
  }

  private void fill(Operation operation) {
    var tone = Tone.of(operation.state());
    if (!root.getStyleClass().contains(tone.styleClass())) {
      root.getStyleClass().removeIf(name -> name.startsWith("tone-"));
      root.getStyleClass().add(tone.styleClass());
    }
    outcomeIcon.setIconLiteral(tone == Tone.GOOD ? "mdal-check_circle" : "mdal-error");
    outcomeTitle.setText(words.outcome(operation));
    fill(outcomeProblem, operation.problem().map(context.texts()::failure).orElse(""));
    fill(outcomeRestored, words.restored(operation));
    boolean well = operation.state() == Operation.State.SUCCEEDED;
    boolean gone = operation.kind() == Operation.Kind.DELETE && well;
    boolean rolled =
        operation.kind() == Operation.Kind.REDEPLOY || operation.kind() == Operation.Kind.ROLLBACK;
    present(compareChanges, !well && !RecordedChanges.of(operation).isEmpty());
    present(seeHistory, well && rolled);
    present(openVersion, operation.version().isPresent() && !gone);
    present(shiftTraffic, well && operation.version().isPresent() && !gone);
    present(restorePolicy, well && operation.kind() == Operation.Kind.TRAFFIC);
  }

  private static void fill(Label label, String text) {
    label.setText(text);
    present(label, !text.isEmpty());
  }

  private static void present(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  @FXML
  private void onCompare() {
    shown.ifPresent(
        operation ->
            new ChangesDialog(context).open(words.title(operation), RecordedChanges.of(operation)));
  }

  @FXML
  private void onCopyReport() {
    shown.ifPresent(export::copyMarkdown);
  }

  @FXML
  private void onRestorePolicy() {
    restorePolicy.setDisable(true);
    shown.ifPresent(
        operation ->
            policies.restore(
                operation, () -> restorePolicy.setDisable(context.feed().offline().getValue())));
  }

  @FXML
  private void onSeeHistory() {
    open(version -> new Place.Version(version, Place.VersionTab.HISTORY));
  }

  @FXML
  private void onOpenVersion() {
    open(version -> new Place.Version(version, Place.VersionTab.OVERVIEW));
  }

  private void open(Function<VersionName, Place> place) {
    shown.flatMap(Operation::version).map(place).ifPresent(context.navigator()::open);
  }

  @FXML
  private void onShiftTraffic() {
    shown
        .map(operation -> new Place.Service(operation.service(), Place.ServiceTab.TRAFFIC))
        .ifPresent(context.navigator()::open);
  }
}
