package dev.sluice.console.shell;

import javafx.scene.Node;

/// Shows one thing over the whole console until it is dealt with: a short form or a question. Esc
/// and a click beside it close it. For the JavaFX thread.
public interface Overlay {

  /// Shows `content` in place of whatever is open, and gives the focus to `first`.
  void open(Node content, Node first);

  void close();
}
