package dev.sluice.console.shell;

import atlantafx.base.controls.ModalPane;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/// The overlay as a pane above the frame. While something is open the focus cannot go behind it.
final class ModalOverlay implements Overlay {
  private final ModalPane pane = new ModalPane();
  private @Nullable Node first;
  private @Nullable Node before;

  ModalOverlay() {
    pane.setId("overlay");
    pane.setFocusTraversable(false);
    pane.setInTransitionFactory(null);
    pane.setOutTransitionFactory(null);
    pane.displayProperty().addListener((_, _, shown) -> onDisplay(shown));
    pane.sceneProperty()
        .flatMap(scene -> scene.focusOwnerProperty())
        .subscribe(owner -> keepFocus(owner));
  }

  Node node() {
    return pane;
  }

  boolean isOpen() {
    return pane.isDisplay();
  }

  @Override
  public void open(Node content, Node wanted) {
    if (!pane.isDisplay()) {
      before = pane.getScene().getFocusOwner();
    }
    first = wanted;
    pane.show(content);
    wanted.requestFocus();
  }

  @Override
  public void close() {
    pane.hide(true);
  }

  /// Esc and a click beside it hide the pane with what it holds; whoever looks for that must not
  /// find it.
  private void onDisplay(boolean shown) {
    if (!shown) {
      pane.setContent(null);
    }
    if (!shown && before != null) {
      before.requestFocus();
      before = null;
    }
  }

  private void keepFocus(@Nullable Node owner) {
    if (pane.isDisplay() && first != null && owner != null && !isInside(owner)) {
      first.requestFocus();
    }
  }

  private boolean isInside(Node owner) {
    for (Node node = owner; node != null; node = node.getParent()) {
      if (pane.equals(node)) {
        return true;
      }
    }
    return false;
  }
}
