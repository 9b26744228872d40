package dev.sluice.console.history;

import atlantafx.base.controls.ToggleSwitch;
import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.service.VersionName;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A version as it is now beside one of its snapshots, what going back would do, and the button
/// that does it: the only one there is (R52).
final class DiffController implements Screen {
  private final ConsoleContext context;
  private final Texts texts;
  private final DiffText words;
  private Subscription subscription = Subscription.EMPTY;
  private Place.@Nullable Diff place;
  private Optional<RollbackPlan> plan = Optional.empty();
  private boolean reading;
  private boolean starting;

  @FXML private VBox diffPage;
  @FXML private Label diffTitle;
  @FXML private Label diffCounts;
  @FXML private ToggleSwitch onlyDifferences;
  @FXML private Button previousDifference;
  @FXML private Button nextDifference;
  @FXML private Button copyDiff;
  @FXML private GridPane diffHeads;
  @FXML private Label leftTitle;
  @FXML private Label leftDetails;
  @FXML private Label rightTitle;
  @FXML private Label rightDetails;
  @FXML private ListView<Comparison.Row> diffList;
  @FXML private VBox forecastBox;
  @FXML private HBox checkBox;
  @FXML private HBox riskBox;
  @FXML private TextField rollbackRemark;
  @FXML private Label rollbackObstacle;
  @FXML private Button confirmRollback;

  DiffController(ConsoleContext context) {
    this.context = context;
    this.texts = context.texts();
    this.words = new DiffText(texts);
  }

  @FXML
  private void initialize() {
    DiffCell.columns(diffHeads);
    diffList.setCellFactory(_ -> new DiffCell(texts));
    var placeholder = new Label();
    placeholder.textProperty().bind(texts.binding("diff.none"));
    diffList.setPlaceholder(placeholder);
    onlyDifferences.selectedProperty().subscribe(this::showRows);
    diffPage.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
  }

  private void onKey(KeyEvent event) {
    if (event.getCode() == KeyCode.F7) {
      if (event.isShiftDown()) {
        onPrevious();
      } else {
        onNext();
      }
      event.consume();
    }
  }

  @Override
  public void show(Place wanted) {
    if (!(wanted instanceof Place.Diff next)) {
      throw new IllegalArgumentException("not a comparison: " + wanted);
    }
    leave();
    place = next;
    rollbackRemark.clear();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::follow),
            texts.language().subscribe(_ -> refresh()));
    read(next);
    // F7 works without a click first.
    diffList.requestFocus();
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    place = null;
    plan = Optional.empty();
    reading = false;
  }

  private void follow(EngineState state) {
    if (place != null && !reading && plan.filter(one -> one.isStale(state)).isPresent()) {
      read(place);
    }
    showConfirmation();
  }

  private void read(Place.Diff wanted) {
    reading = true;
    context
        .background()
        .run(() -> RollbackPlan.read(context.engine(), wanted.version(), wanted.snapshot()))
        .onSuccess(
            found -> {
              if (wanted.equals(place)) {
                plan = Optional.of(found);
              }
            })
        .onEnd(
            () -> {
              if (wanted.equals(place)) {
                reading = false;
                refresh();
              }
            })
        .start();
    refresh();
  }

  private void refresh() {
    if (place == null) {
      return;
    }
    showHeads(place);
    showRows();
    showForecast();
    showConfirmation();
  }

  private void showHeads(Place.Diff shown) {
    var snapshot = plan.map(RollbackPlan::snapshot);
    diffTitle.setText(
        snapshot
            .map(one -> texts.text("diff.title", shown.version(), one.number()))
            .orElseGet(() -> texts.text("diff.title.reading", shown.version())));
    leftTitle.setText(texts.text("diff.left"));
    leftDetails.setText(
        plan.map(one -> texts.text("diff.left.details", one.revision())).orElse(""));
    rightTitle.setText(snapshot.map(one -> texts.text("diff.right", one.number())).orElse(""));
    rightDetails.setText(snapshot.map(this::details).orElse(""));
  }

  private String details(Snapshot snapshot) {
    return texts.text(
        "diff.right.details",
        snapshot.revision(),
        context.moments().full(snapshot.createdAt()),
        snapshot.by());
  }

  private Optional<Comparison> comparison() {
    return plan.map(one -> new Comparison(one.entries(), onlyDifferences.isSelected()));
  }

  private void showRows() {
    diffList.getItems().setAll(comparison().map(Comparison::rows).orElse(List.of()));
    diffCounts.setText(
        comparison()
            .map(
                shown ->
                    texts.text(
                        "diff.counts",
                        shown.count(DiffEntry.Change.ADDED),
                        shown.count(DiffEntry.Change.REMOVED),
                        shown.count(DiffEntry.Change.CHANGED)))
            .orElse(""));
    boolean none = comparison().map(Comparison::isEqual).orElse(true);
    previousDifference.setDisable(none);
    nextDifference.setDisable(none);
    copyDiff.setDisable(plan.isEmpty());
  }

  private void showForecast() {
    var shown = plan.map(RollbackPlan::forecast);
    forecastBox.setVisible(shown.isPresent());
    shown.ifPresent(
        forecast -> {
          var view = new ForecastView(new ForecastWords(texts, context.moments()));
          checkBox.getChildren().setAll(view.checks(forecast));
          riskBox.getChildren().setAll(view.risks(forecast));
        });
  }

  private void showConfirmation() {
    if (place == null) {
      return;
    }
    VersionName version = place.version();
    var state = context.feed().state().get();
    var obstacle = plan.flatMap(one -> one.obstacle(state));
    rollbackObstacle.setText(
        obstacle.map(one -> texts.text("diff.obstacle." + one, version)).orElse(""));
    rollbackObstacle.setVisible(obstacle.isPresent());
    rollbackObstacle.setManaged(obstacle.isPresent());
    confirmRollback.setText(
        plan.map(one -> texts.text("diff.confirm", version, one.snapshot().number()))
            .orElseGet(() -> texts.text("diff.confirm.reading")));
    confirmRollback.setDisable(
        plan.isEmpty()
            || obstacle.isPresent()
            || reading
            || starting
            || !state.connection().isUp());
  }

  @FXML
  private void onNext() {
    comparison().ifPresent(shown -> select(shown.next(selected())));
  }

  @FXML
  private void onPrevious() {
    comparison().ifPresent(shown -> select(shown.previous(selected())));
  }

  private int selected() {
    return diffList.getSelectionModel().getSelectedIndex();
  }

  private void select(int row) {
    if (row >= 0) {
      diffList.getSelectionModel().select(row);
      diffList.scrollTo(Math.max(0, row - 2));
    }
  }

  @FXML
  private void onCopy() {
    comparison()
        .ifPresent(
            shown -> {
              var content = new ClipboardContent();
              content.putString(words.all(shown, diffTitle.getText()));
              Clipboard.getSystemClipboard().setContent(content);
              context.notifier().done(texts.text("diff.copied"));
            });
  }

  @FXML
  private void onConfirm() {
    plan.ifPresent(this::rollBack);
  }

  private void rollBack(RollbackPlan confirmed) {
    String remark = rollbackRemark.getText().strip();
    starting = true;
    showConfirmation();
    context
        .background()
        .run(
            () -> context.engine().rollback(confirmed.version(), confirmed.snapshot().id(), remark))
        .onSuccess(operation -> context.navigator().open(new Place.Progress(operation.id())))
        .onEnd(
            () -> {
              starting = false;
              showConfirmation();
            })
        .start();
  }
}
