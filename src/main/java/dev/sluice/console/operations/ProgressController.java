package dev.sluice.console.operations;

import dev.sluice.console.fx.Recurring;
import dev.sluice.console.logs.LogPane;
import dev.sluice.console.metrics.MetricCharts;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.CopiedText;
import dev.sluice.console.widgets.Pill;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.VersionView;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// One operation while it runs, and its record after it ended. It goes on whether this screen is
/// open or not.
final class ProgressController implements Screen {
  /// More are in the tooltip and in the report.
  private static final int MOST_CHANGES = 3;

  private final ConsoleContext context;
  private final OperationWords words;
  private final LogPane log;
  private final MetricCharts requests;
  private final PolicyRecord policies;
  private final ReportExport export;
  private final OutcomeBar outcome;
  private final CopiedText operationId;
  private final Tooltip allChanges = new Tooltip();
  private final Recurring everySecond = new Recurring(Duration.ofSeconds(1), this::tick);
  private Subscription subscription = Subscription.EMPTY;
  private dev.sluice.engine.api.Subscription watch = () -> {};
  private @Nullable OperationId id;
  private @Nullable Operation read;
  private @Nullable ServiceName watched;
  private Optional<InstanceId> chosen = Optional.empty();

  @FXML private Label progressTitle;
  @FXML private Pill progressState;
  @FXML private Label progressSentence;
  @FXML private HBox progressId;
  @FXML private ProgressBar progressBar;
  @FXML private Label progressDone;
  @FXML private Label progressStarted;
  @FXML private Button pauseOperation;
  @FXML private Button resumeOperation;
  @FXML private Button cancelOperation;
  @FXML private VBox outcomeBox;
  @FXML private Label instancesCount;
  @FXML private ScrollPane instancesScroll;
  @FXML private InstanceGrid instanceGrid;
  @FXML private ListView<Operation.Step> stepList;
  @FXML private HBox progressBody;
  @FXML private Label progressChanges;
  @FXML private Label progressCommands;
  @FXML private HBox progressLine;
  @FXML private VBox requestsBox;
  @FXML private VBox policyBox;
  @FXML private Label logTitle;
  @FXML private VBox logBox;

  ProgressController(ConsoleContext context) {
    this.context = context;
    this.words = new OperationWords(context.texts(), context.moments());
    this.log = new LogPane(context);
    this.requests = MetricCharts.ofRequests(context);
    this.policies = new PolicyRecord(context);
    this.export = new ReportExport(context);
    this.outcome = new OutcomeBar(context, policies, export);
    this.operationId = new CopiedText(context.texts());
  }

  @FXML
  private void initialize() {
    log.setId("logTail");
    VBox.setVgrow(log, Priority.ALWAYS);
    logBox.getChildren().setAll(log);
    log.setCompact();
    requestsBox.getChildren().setAll(requests);
    policyBox.getChildren().setAll(policies);
    outcomeBox.getChildren().setAll(outcome.root());
    progressId.getChildren().setAll(operationId);
    progressChanges.setTooltip(allChanges);
    stepList.setCellFactory(_ -> new StepCell(context.texts(), context.moments(), context.clock()));
    var placeholder = new Label();
    placeholder.textProperty().bind(context.texts().binding("progress.steps.none"));
    placeholder.getStyleClass().add("muted");
    stepList.setPlaceholder(placeholder);
    instanceGrid.setOnChosen(
        instance -> {
          chosen = Optional.of(instance);
          refresh();
        });
    instanceGrid
        .heightProperty()
        .subscribe(height -> instancesScroll.setPrefViewportHeight(height.doubleValue()));
    var offline = context.feed().offline();
    pauseOperation.disableProperty().bind(offline);
    resumeOperation.disableProperty().bind(offline);
    cancelOperation.disableProperty().bind(offline);
  }

  @Override
  public void show(Place wanted) {
    if (!(wanted instanceof Place.Progress next)) {
      throw new IllegalArgumentException("not an operation: " + wanted);
    }
    leave();
    id = next.operation();
    operationId.show(next.operation().value());
    chosen = Optional.empty();
    find(next.operation());
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(_ -> refresh()),
            context.texts().language().subscribe(_ -> onLanguage()));
    everySecond.start();
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    everySecond.stop();
    watch.close();
    watch = () -> {};
    watched = null;
    log.stop();
    requests.stop();
    id = null;
    read = null;
  }

  /// The feed keeps the newest only, and an operation that was just started may be there before its
  /// event is.
  private void find(OperationId operation) {
    context
        .background()
        .run(() -> context.engine().getOperation(operation))
        .onSuccess(
            found -> {
              if (found.id().equals(id)) {
                read = found;
                refresh();
              }
            })
        .start();
  }

  private void tick() {
    shown().ifPresent(this::showTimes);
    stepList.refresh();
  }

  private Optional<OperationProgress> shown() {
    if (id == null) {
      return Optional.empty();
    }
    var state = context.feed().state().get();
    var operation = Optional.ofNullable(state.operations().get(id));
    return operation
        .or(() -> Optional.ofNullable(read))
        .map(one -> OperationProgress.of(state, one));
  }

  private void onLanguage() {
    refresh();
    stepList.refresh();
  }

  private void refresh() {
    shown().ifPresent(this::show);
  }

  private void show(OperationProgress progress) {
    var operation = progress.operation();
    follow(operation);
    progressTitle.setText(words.title(operation));
    progressState.show(context.texts(), operation.state());
    fill(progressSentence, operation.state().isFinal() ? "" : words.sentence(operation));
    progressBar.setProgress(progress.done().orElse(ProgressBar.INDETERMINATE_PROGRESS));
    showTimes(progress);
    showCommands(progress);
    outcome.show(operation);
    showInstances(progress);
    if (!stepList.getItems().equals(operation.steps())) {
      stepList.getItems().setAll(operation.steps());
      stepList.scrollTo(operation.steps().size() - 1);
    }
    showChanges(operation);
    policies.show(operation);
    present(policyBox, operation.kind() == Operation.Kind.TRAFFIC);
    showRequests(progress);
  }

  private void follow(Operation operation) {
    if (!operation.service().equals(watched)) {
      watch.close();
      watched = operation.service();
      watch = context.feed().watch(operation.service());
    }
  }

  private void showTimes(OperationProgress progress) {
    var operation = progress.operation();
    var elapsed = context.moments().lasting(progress.elapsed(context.clock().instant()));
    String key = operation.endedAt().isPresent() ? "progress.took" : "progress.running";
    String remark = operation.remark().isEmpty() ? "" : "  ·  " + operation.remark();
    progressDone.setText(words.done(progress, context.clock().instant()));
    progressStarted.setText(
        words.started(operation) + "  ·  " + context.texts().text(key, elapsed) + remark);
  }

  private void showCommands(OperationProgress progress) {
    present(pauseOperation, progress.canPause());
    present(resumeOperation, progress.canResume());
    present(cancelOperation, progress.canCancel());
    cancelOperation.setText(words.cancel(progress.operation()));
    fill(progressCommands, words.commands(progress));
  }

  private void showChanges(Operation operation) {
    var changes = OperationWords.changes(operation);
    String first = changes.stream().limit(MOST_CHANGES).collect(Collectors.joining("  ·  "));
    String more =
        changes.size() > MOST_CHANGES
            ? "  ·  " + context.texts().text("progress.changes.more", changes.size() - MOST_CHANGES)
            : "";
    fill(
        progressChanges,
        changes.isEmpty() ? "" : context.texts().text("progress.changes.line", first + more));
    allChanges.setText(String.join("\n", changes));
  }

  private void showRequests(OperationProgress progress) {
    var version = progress.version().map(VersionView::name);
    present(requestsBox, version.isPresent());
    version.ifPresentOrElse(name -> requests.show(Set.of(name)), requests::stop);
    boolean instances = progress.hasInstances() || !progress.operation().steps().isEmpty();
    present(progressBody, instances);
    present(progressLine, progress.operation().progress().total() > 0 && instances);
  }

  private void showInstances(OperationProgress progress) {
    var tiles = progress.tiles();
    var focused =
        chosen
            .filter(one -> tiles.stream().anyMatch(tile -> tile.instance().id().equals(one)))
            .or(progress::telling);
    instancesCount.setText(words.instances(progress));
    instanceGrid.show(context.texts(), tiles, focused);
    var operation = progress.operation();
    if (chosen.isEmpty() && !operation.log().isEmpty()) {
      logTitle.setText(context.texts().text("progress.log.kept"));
      log.showKept(operation.log(), logTitle.getText());
    } else if (focused.isPresent()) {
      logTitle.setText(context.texts().text("progress.log", focused.get()));
      log.follow(new LogQuery.OfInstance(focused.get()), focused.get().value());
    } else {
      logTitle.setText(context.texts().text("progress.log.none"));
      log.stop();
    }
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
  private void onPause() {
    command(context.engine()::pauseOperation);
  }

  @FXML
  private void onResume() {
    command(context.engine()::resumeOperation);
  }

  @FXML
  private void onCancel() {
    command(context.engine()::cancelOperation);
  }

  private void command(Function<OperationId, Operation> call) {
    if (id != null) {
      var operation = id;
      context.background().run(() -> call.apply(operation)).start();
    }
  }

  @FXML
  private void onCopyReport() {
    shown().map(OperationProgress::operation).ifPresent(export::copyMarkdown);
  }

  @FXML
  private void onCopyReportAsText() {
    shown().map(OperationProgress::operation).ifPresent(export::copyText);
  }

  @FXML
  private void onSaveReport() {
    var window = stepList.getScene().getWindow();
    shown().ifPresent(progress -> export.save(progress.operation(), window));
  }
}
