package dev.sluice.console.operations;

import dev.sluice.console.fx.Background;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.DeploymentEngine;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.TextArea;
import javafx.util.Duration;

/// The last lines of one instance's log, asked for again each second while it is followed. Keeps
/// the end in sight, unless the reader has scrolled or selected.
public final class LogTail extends TextArea {
  /// A screenful many times over, and still cheap to ask for each second.
  private static final int LINES = 300;

  private final DeploymentEngine engine;
  private final Background background;
  private final Timeline every = new Timeline(new KeyFrame(Duration.seconds(1), _ -> ask()));
  private Optional<InstanceId> followed = Optional.empty();
  private boolean asking;

  public LogTail(DeploymentEngine engine, Background background) {
    this.engine = engine;
    this.background = background;
    every.setCycleCount(Animation.INDEFINITE);
    setEditable(false);
    setMaxWidth(Double.MAX_VALUE);
    getStyleClass().add("log-tail");
  }

  /// Shows the log of `instance` from now on.
  public void follow(InstanceId instance) {
    if (followed.filter(instance::equals).isEmpty()) {
      followed = Optional.of(instance);
      clear();
      ask();
    }
    every.play();
  }

  /// Asks no more; what is shown stays.
  public void stop() {
    every.stop();
    followed = Optional.empty();
  }

  /// Shows lines that were kept, in place of any log that still grows.
  public void showKept(List<String> lines) {
    stop();
    put(lines);
  }

  private void ask() {
    if (asking || followed.isEmpty()) {
      return;
    }
    asking = true;
    var instance = followed.get();
    background
        .run(() -> engine.tailLog(instance, LINES))
        .onSuccess(lines -> show(instance, lines))
        // Gone since it was chosen: what is shown is the last that was known of it.
        .onProblem(_ -> {})
        .onEnd(() -> asking = false)
        .start();
  }

  private void show(InstanceId instance, List<String> lines) {
    if (followed.filter(instance::equals).isPresent()) {
      put(lines);
    }
  }

  private void put(List<String> lines) {
    String text = String.join("\n", lines);
    if (text.equals(getText()) || getSelection().getLength() > 0) {
      return;
    }
    boolean atEnd = getText().isEmpty() || getCaretPosition() >= getLength();
    double top = getScrollTop();
    setText(text);
    if (atEnd) {
      end();
      setScrollTop(Double.MAX_VALUE);
      setScrollLeft(0);
    } else {
      setScrollTop(top);
    }
  }
}
