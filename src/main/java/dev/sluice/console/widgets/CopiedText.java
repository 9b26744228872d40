package dev.sluice.console.widgets;

import dev.sluice.console.fx.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// An address or an id, with a button to copy it.
public final class CopiedText extends HBox {
  private final Label label = new Label();
  private final CopyButton copy;

  public CopiedText(Texts texts) {
    super(4);
    copy = new CopyButton(texts);
    label.getStyleClass().add("number");
    setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(label, copy);
  }

  /// @param text empty when there is none, which shows as a dash
  public void show(String text) {
    label.setText(text.isEmpty() ? "–" : text);
    copy.setVisible(!text.isEmpty());
    copy.offer(text);
  }
}
