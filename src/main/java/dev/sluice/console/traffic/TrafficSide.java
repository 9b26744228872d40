package dev.sluice.console.traffic;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.TrafficView;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// What stands beside the traffic editor, one at a time: the versions as they are measured, match
/// prediction, the policies before.
final class TrafficSide {
  private final WatchPane watch;
  private final PredictionPane prediction;
  private final TrafficHistoryPane history;
  private final Parent root;

  @FXML private ToggleGroup sides;
  @FXML private ToggleButton sideWatch;
  @FXML private ToggleButton sidePrediction;
  @FXML private ToggleButton sideHistory;
  @FXML private StackPane sideContent;

  /// @param restore puts a policy in force again
  TrafficSide(ConsoleContext context, Consumer<TrafficView> restore) {
    this.watch = new WatchPane(context);
    this.prediction = new PredictionPane(context);
    this.history = new TrafficHistoryPane(context, restore);
    this.root = Views.TRAFFIC_SIDE.loadFor(context.texts(), this);
  }

  @FXML
  private void initialize() {
    sideWatch.setUserData(watch.root());
    sidePrediction.setUserData(prediction.root());
    sideHistory.setUserData(history.root());
    sides.selectedToggleProperty().addListener((_, before, now) -> open(before, now));
    sides.selectToggle(sideWatch);
  }

  private void open(@Nullable Toggle before, @Nullable Toggle now) {
    if (now == null) {
      sides.selectToggle(before);
    } else {
      sideContent.getChildren().setAll((Parent) now.getUserData());
    }
  }

  Parent root() {
    return root;
  }

  void clear() {
    watch.clear();
  }

  /// Opens what the mode is worked on with; whoever looks at the history goes on doing so.
  void suit(TrafficMode mode) {
    if (!sideHistory.isSelected()) {
      sides.selectToggle(mode == TrafficMode.PERCENT ? sideWatch : sidePrediction);
    }
  }

  void show(ServiceName service, TrafficDraft draft, EngineState state) {
    watch.show(draft, state);
    prediction.show(service, draft);
    history.show(service, draft);
  }

  /// After the language has changed.
  void retell() {
    prediction.retell();
    history.retell();
  }
}
