package dev.sluice.console.traffic;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Traffic by percentage: a linked slider for each version, and presets for one of them.
final class PercentPane {
  private static final int[] PRESETS = {1, 5, 10, 50, 100};

  private final ConsoleContext context;
  private final Consumer<UnaryOperator<LinkedShares>> change;
  private final Consumer<Boolean> changeSticky;
  private final Runnable takePrevious;
  private final Parent root;
  private final List<ShareRow> shown = new ArrayList<>();

  @FXML private VBox rows;
  @FXML private ComboBox<VersionName> presetVersion;
  @FXML private HBox presets;
  @FXML private Button blueGreen;
  @FXML private Button previous;
  @FXML private Button takeOff;
  @FXML private Label sum;
  @FXML private CheckBox applyWhileMoving;
  @FXML private CheckBox sticky;

  /// @param change is given every move
  /// @param changeSticky is told whether user agents are to stay at their version
  /// @param takePrevious puts the shares of the policy before this one in the draft
  PercentPane(
      ConsoleContext context,
      Consumer<UnaryOperator<LinkedShares>> change,
      Consumer<Boolean> changeSticky,
      Runnable takePrevious) {
    this.context = context;
    this.change = change;
    this.changeSticky = changeSticky;
    this.takePrevious = takePrevious;
    this.root = Views.TRAFFIC_PERCENT.loadFor(context.texts(), this);
  }

  @FXML
  private void initialize() {
    for (int percent : PRESETS) {
      var button = new Button(percent + " %");
      button.setId("preset-" + percent);
      button.getStyleClass().add("number");
      button
          .accessibleTextProperty()
          .bind(
              context
                  .texts()
                  .binding("traffic.preset.named", percent, presetVersion.valueProperty()));
      button.setOnAction(_ -> preset(percent));
      button.disableProperty().bind(presetVersion.valueProperty().isNull());
      presets.getChildren().add(button);
    }
    blueGreen.disableProperty().bind(presetVersion.valueProperty().isNull());
  }

  Parent root() {
    return root;
  }

  /// Whether every move is to take effect at once.
  boolean isAppliedWhileMoving() {
    return applyWhileMoving.isSelected();
  }

  void applyWhileMoving(boolean wanted) {
    applyWhileMoving.setSelected(wanted);
  }

  /// Forgets the version that the presets were for.
  void clear() {
    presetVersion.setValue(null);
  }

  void show(TrafficDraft draft, EngineState state, boolean busy) {
    showRows(draft, state);
    showTargets(draft.shares());
    sum.setText(context.texts().text("traffic.sum", draft.shares().sum()));
    boolean offline = context.feed().offline().getValue();
    previous.setDisable(busy || offline || draft.present().revision() < 1);
    sticky.setSelected(draft.sticky());
    takeOff.setDisable(draft.shares().sum() == 0);
  }

  private void showRows(TrafficDraft draft, EngineState state) {
    var wanted = List.copyOf(draft.shares().percent().keySet());
    if (!shown.stream().map(ShareRow::version).toList().equals(wanted)) {
      shown.clear();
      wanted.forEach(version -> shown.add(row(version)));
      rows.getChildren().setAll(shown);
    }
    for (var row : shown) {
      row.show(
          draft.shares(),
          draft.present().policy().shareOf(row.version()).value(),
          Optional.<VersionView>ofNullable(state.versions().get(row.version())),
          Optional.ofNullable(state.metrics().get(row.version())));
    }
  }

  private ShareRow row(VersionName version) {
    return new ShareRow(
        context.texts(),
        version,
        percent -> change.accept(shares -> shares.move(version, percent)),
        (name, locked) -> change.accept(shares -> shares.lock(name, locked)));
  }

  /// Presets are for the newest version until another one is chosen.
  private void showTargets(LinkedShares shares) {
    var versions = List.copyOf(shares.percent().keySet());
    var chosen = presetVersion.getValue();
    if (!presetVersion.getItems().equals(versions)) {
      presetVersion.getItems().setAll(versions);
      presetVersion.setValue(
          versions.isEmpty() || (chosen != null && versions.contains(chosen))
              ? chosen
              : versions.getLast());
    } else if (chosen == null && !versions.isEmpty()) {
      presetVersion.setValue(versions.getLast());
    }
  }

  private void preset(int percent) {
    var target = presetVersion.getValue();
    change.accept(shares -> percent == 100 ? shares.allTo(target) : shares.move(target, percent));
  }

  @FXML
  private void onBlueGreen() {
    var target = presetVersion.getValue();
    change.accept(shares -> shares.blueGreen(target));
  }

  @FXML
  private void onPrevious() {
    takePrevious.run();
  }

  @FXML
  private void onTakeOff() {
    change.accept(LinkedShares::off);
  }

  @FXML
  private void onSticky() {
    changeSticky.accept(sticky.isSelected());
  }
}
