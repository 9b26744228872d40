package dev.sluice.console.shell;

import atlantafx.base.controls.ModalPane;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// The overlay as a pane above the frame. While something is open the focus cannot go behind it.
final class ModalOverlay implements Overlay {
  private final ModalPane pane = new ModalPane();
  private @Nullable Node before;
  private boolean backwards;
  private boolean moving;

  ModalOverlay() {
    pane.setId("overlay");
    pane.setFocusTraversable(false);
    pane.setInTransitionFactory(null);
    pane.setOutTransitionFactory(null);
    pane.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> backwards = event.getCode() == KeyCode.TAB && event.isShiftDown());
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
    pane.show(content);
    focus(wanted);
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
    if (pane.isDisplay() && !moving && owner != null && !isInside(owner)) {
      goRound();
    }
  }

  /// From its last control to its first one, or back.
  private void goRound() {
    var stops = new ArrayList<Node>();
    collect(pane.getContent(), stops);
    if (!stops.isEmpty()) {
      focus(backwards ? stops.getLast() : stops.getFirst());
    }
  }

  private static void collect(@Nullable Node node, List<Node> stops) {
    if (node == null || !node.isVisible() || node.isDisabled()) {
      return;
    }
    if (node.isFocusTraversable()) {
      stops.add(node);
    } else if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, stops));
    }
  }

  /// As if by Tab, so that it is seen: on, which may lead outside for a moment, and back.
  private void focus(Node node) {
    moving = true;
    node.requestFocus();
    if (!(node instanceof TextInputControl)
        && node.requestFocusTraversal(TraversalDirection.NEXT)) {
      node.getScene().getFocusOwner().requestFocusTraversal(TraversalDirection.PREVIOUS);
    }
    if (!node.isFocused()) {
      node.requestFocus();
    }
    moving = false;
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
