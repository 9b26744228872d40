package dev.sluice.console.widgets;

import dev.sluice.console.fx.Texts;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/// Copies a text and shows for a moment that it did.
public final class CopyButton extends Button {
  private static final Duration SEEN = Duration.seconds(1.5);

  private final Texts texts;
  private final Hint hint = new Hint(this);
  private final FontIcon icon = new FontIcon("mdal-content_copy");
  private final PauseTransition back = new PauseTransition(SEEN);
  private String copied = "";

  public CopyButton(Texts texts) {
    this.texts = texts;
    setGraphic(icon);
    getStyleClass().addAll("flat", "button-icon", "small", "copy-button");
    back.setOnFinished(_ -> icon.setIconLiteral("mdal-content_copy"));
    setOnAction(_ -> copy());
  }

  /// What it copies from now on.
  public void offer(String text) {
    copied = text;
    setAccessibleText(texts.text("app.copy", text));
    hint.say(getAccessibleText());
  }

  private void copy() {
    var content = new ClipboardContent();
    content.putString(copied);
    Clipboard.getSystemClipboard().setContent(content);
    icon.setIconLiteral("mdal-check");
    back.playFromStart();
  }
}
