package dev.sluice.console.history;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.service.VersionName;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A version as it is now beside one of its snapshots, what going back would do, and the button
/// that does it: the only one there is (R52).
final class DiffController implements Screen {
  private final ConsoleContext context;
  private final Texts texts;
  private final DiffPane diff;
  private Subscription subscription = Subscription.EMPTY;
  private Place.@Nullable Diff place;
  private Optional<RollbackPlan> plan = Optional.empty();
  private boolean reading;
  private boolean starting;

  @FXML private VBox diffPage;
  @FXML private Label diffTitle;
  @FXML private VBox forecastBox;
  @FXML private FlowPane checkBox;
  @FXML private HBox riskBox;
  @FXML private TextField rollbackRemark;
  @FXML private Label rollbackObstacle;
  @FXML private Button confirmRollback;

  DiffController(ConsoleContext context) {
    this.context = context;
    this.texts = context.texts();
    this.diff = new DiffPane(context);
  }

  @FXML
  private void initialize() {
    diffPage.getChildren().add(1, diff.root());
    diff.listenIn(diffPage);
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
    diff.focus();
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
    showForecast();
    showConfirmation();
  }

  private void showHeads(Place.Diff shown) {
    var snapshot = plan.map(RollbackPlan::snapshot);
    diffTitle.setText(
        snapshot
            .map(one -> texts.text("diff.title", shown.version(), one.number()))
            .orElseGet(() -> texts.text("diff.title.reading", shown.version())));
    plan.ifPresentOrElse(
        one ->
            diff.show(
                new DiffPane.Sides(
                    diffTitle.getText(),
                    texts.text("diff.left"),
                    texts.text("diff.left.details", one.revision()),
                    texts.text("diff.right", one.snapshot().number()),
                    details(one.snapshot())),
                one.entries()),
        diff::clear);
  }

  private String details(Snapshot snapshot) {
    return texts.text(
        "diff.right.details",
        snapshot.revision(),
        context.moments().full(snapshot.createdAt()),
        snapshot.by());
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
            () ->
                context
                    .engine()
                    .rollback(
                        confirmed.version(),
                        confirmed.snapshot().id(),
                        Optional.of(confirmed.revision()),
                        remark))
        .onSuccess(operation -> context.navigator().open(new Place.Progress(operation.id())))
        .onEnd(
            () -> {
              starting = false;
              showConfirmation();
            })
        .start();
  }
}
