package dev.sluice.console.operations;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.Pill;
import dev.sluice.domain.service.InstanceId;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One instance: which, how it is, and whether it is on the old or the new configuration. Pressed
/// while its log is shown.
final class InstanceTile extends ToggleButton {
  private static final PseudoClass AFTER = PseudoClass.getPseudoClass("after");
  private static final PseudoClass BEFORE = PseudoClass.getPseudoClass("before");

  private final Texts texts;
  private final Label name = new Label();
  private final Label side = new Label();
  private final Pill state = new Pill();
  private final Label details = new Label();

  InstanceTile(Texts texts, InstanceId instance) {
    this.texts = texts;
    setId("instance-" + instance);
    getStyleClass().add("instance-tile");
    name.setText(instance.value());
    name.getStyleClass().add("row-title");
    side.getStyleClass().add("side");
    details.getStyleClass().add("row-subtitle");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var top = new HBox(8, name, space, side);
    top.setAlignment(Pos.CENTER_LEFT);
    setGraphic(new VBox(6, top, state, details));
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
  }

  void show(OperationProgress.Tile tile) {
    var instance = tile.instance();
    pseudoClassStateChanged(AFTER, tile.side() == OperationProgress.Side.AFTER);
    pseudoClassStateChanged(BEFORE, tile.side() == OperationProgress.Side.BEFORE);
    side.setText(texts.text("progress.side." + tile.side()));
    boolean told = tile.side() != OperationProgress.Side.ONLY;
    side.setVisible(told);
    side.setManaged(told);
    state.show(texts, instance.state());
    details.setText(
        instance
            .handle()
            .map(handle -> texts.text("progress.tile", instance.revision(), handle))
            .orElseGet(() -> texts.text("progress.tile.unstarted", instance.revision())));
    setAccessibleText(
        String.join(", ", name.getText(), side.getText(), state.getText(), details.getText()));
  }

  /// A tile that is pressed stays pressed: some instance's log is always shown.
  @Override
  public void fire() {
    if (!isSelected()) {
      super.fire();
    }
  }
}
