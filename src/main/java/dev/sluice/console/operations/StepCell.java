package dev.sluice.console.operations;

import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.Tone;
import dev.sluice.domain.history.Operation;
import java.time.Duration;
import java.time.InstantSource;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// One step: how it stands, what it is, when it began and how long it took.
final class StepCell extends ListCell<Operation.Step> {
  private final Texts texts;
  private final Moments moments;
  private final InstantSource clock;
  private final OperationWords words;
  private final FontIcon icon = new FontIcon();
  private final Label name = new Label();
  private final Label message = new Label();
  private final Label began = new Label();
  private final Label took = new Label();
  private final VBox what = new VBox(name, message);
  private final HBox box = new HBox(12, icon, what, began, took);

  StepCell(Texts texts, Moments moments, InstantSource clock) {
    this.texts = texts;
    this.moments = moments;
    this.clock = clock;
    this.words = new OperationWords(texts, moments);
    message.getStyleClass().add("row-subtitle");
    message.setWrapText(true);
    began.getStyleClass().addAll("muted", "number");
    took.getStyleClass().addAll("number", "step-took");
    began.setMinWidth(USE_PREF_SIZE);
    took.setMinWidth(72);
    took.setAlignment(Pos.CENTER_RIGHT);
    what.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(what, Priority.ALWAYS);
    box.setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("step-cell");
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(Operation.@Nullable Step step, boolean empty) {
    super.updateItem(step, empty);
    if (step == null || empty) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    name.setText(words.step(step));
    message.setText(step.message().map(texts::exit).orElse(""));
    message.setVisible(step.message().isPresent());
    message.setManaged(step.message().isPresent());
    began.setText(moments.clock(step.startedAt()));
    var end = step.endedAt().orElseGet(clock::instant);
    took.setText(moments.lasting(Duration.between(step.startedAt(), end)));
    box.getStyleClass().setAll("step", tone(step.state()).styleClass());
    icon.setIconLiteral(iconOf(step.state()));
    setAccessibleText(
        String.join(
            ", ",
            name.getText(),
            texts.text("progress.step.state." + step.state()),
            began.getText(),
            took.getText(),
            message.getText()));
    setGraphic(box);
  }

  private static Tone tone(Operation.StepState state) {
    return switch (state) {
      case RUNNING -> Tone.BUSY;
      case DONE -> Tone.GOOD;
      case FAILED -> Tone.BAD;
    };
  }

  private static String iconOf(Operation.StepState state) {
    return switch (state) {
      case RUNNING -> "mdmz-sync";
      case DONE -> "mdal-check_circle";
      case FAILED -> "mdal-error";
    };
  }
}
