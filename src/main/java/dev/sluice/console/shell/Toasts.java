package dev.sluice.console.shell;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.Tone;
import dev.sluice.engine.api.Problem;
import java.time.Duration;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Messages over the top bar's search, newest at the bottom: there they hide neither the engine nor
/// a form's buttons nor the status bar.
final class Toasts implements Notifier {
  private static final Duration SEEN = Duration.ofSeconds(5);

  private static final String NEWS = "toast-news";

  /// More than these would hide the screen.
  private static final int AT_ONCE = 4;

  private final Texts texts;
  private final VBox pane = new VBox(8);

  Toasts(Texts texts) {
    this.texts = texts;
    pane.setId("toasts");
    pane.setPickOnBounds(false);
    pane.setFillWidth(false);
    pane.setAlignment(Pos.TOP_RIGHT);
    pane.getStyleClass().add("toasts");
  }

  Node node() {
    return pane;
  }

  @Override
  public void done(String text) {
    news(Tone.GOOD, text);
  }

  @Override
  public void news(Tone tone, String text) {
    var toast = toast(tone, title(text));
    // One at a time: what was new before stands among the operations.
    pane.getChildren().removeIf(older -> older.getStyleClass().contains(NEWS));
    toast.getStyleClass().add(NEWS);
    add(toast);
    closeAfter(toast, SEEN);
  }

  @Override
  public void done(String text, String undo, Runnable action, Duration offered) {
    var what = title(text);
    what.setId("toast-undo-text");
    var toast = toast(Tone.GOOD, what);
    var button = new Button(undo);
    button.setId("toast-undo");
    button.getStyleClass().addAll("small", "accent");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(
        _ -> {
          pane.getChildren().remove(toast);
          action.run();
        });
    toast.getChildren().add(toast.getChildren().size() - 1, button);
    // What could be undone before has been overtaken; the history still knows it.
    pane.getChildren().removeIf(older -> older.lookup("#toast-undo") != null);
    add(toast);
    closeAfter(toast, offered);
  }

  /// Takes back what is offered, if anything is.
  void undo() {
    if (pane.lookup("#toast-undo") instanceof Button button) {
      button.fire();
    }
  }

  @Override
  public void problem(Problem problem) {
    var what = title(texts.problem(problem));
    var action = new Label(texts.action(problem));
    action.setWrapText(true);
    action.getStyleClass().add("muted");
    var toast = toast(Tone.BAD, new VBox(4, what, action));
    toast.setId("toast-problem");
    add(toast);
  }

  private Label title(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMaxWidth(Double.MAX_VALUE);
    label.getStyleClass().add("toast-title");
    return label;
  }

  private HBox toast(Tone tone, Region message) {
    var close = new Button(null, new FontIcon("mdal-close"));
    close.getStyleClass().addAll("flat", "button-icon", "small");
    close.setAccessibleText(texts.text("app.close"));
    var icon = new FontIcon(tone.icon());
    HBox.setHgrow(message, Priority.ALWAYS);
    var toast = new HBox(12, icon, message, close);
    toast.getStyleClass().addAll("toast", tone.styleClass());
    toast.setAlignment(Pos.CENTER_LEFT);
    toast.setMaxHeight(Region.USE_PREF_SIZE);
    close.setOnAction(_ -> pane.getChildren().remove(toast));
    return toast;
  }

  private void add(Node toast) {
    if (pane.getChildren().size() == AT_ONCE) {
      pane.getChildren().removeFirst();
    }
    pane.getChildren().add(toast);
  }

  private void closeAfter(Node toast, Duration time) {
    var pause = new PauseTransition(javafx.util.Duration.millis((double) time.toMillis()));
    pause.setOnFinished(_ -> pane.getChildren().remove(toast));
    pause.play();
  }
}
