package dev.sluice.console.widgets;

import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A tooltip that is made when the mouse comes: a table has hundreds, of which hardly one is ever
/// looked at.
final class Hint {
  private final Node node;
  private String text = "";
  private @Nullable Tooltip tooltip;

  Hint(Node node) {
    this.node = node;
    node.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> make());
  }

  void say(String wanted) {
    text = wanted;
    if (tooltip != null) {
      tooltip.setText(text);
    }
  }

  private void make() {
    if (tooltip == null && !text.isEmpty()) {
      tooltip = new Tooltip(text);
      Tooltip.install(node, tooltip);
    }
  }
}
