package dev.sluice.console.shell;

import dev.sluice.console.fx.ConsoleRobot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToolBar;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// What is wrong with a screen for people who hear it, have no mouse, or have it small. For a
/// test's thread.
final class ScreenLook {
  /// What JavaFX puts in place of what it leaves out.
  private static final String CUT = "...";

  /// As wide as a ring of the focus is drawn.
  private static final double RING = 4;

  private final ConsoleRobot robot;
  private final Scene scene;
  private final Set<String> focused;
  private final List<String> complaints = new ArrayList<>();

  /// @param focused kinds of controls that have been seen with the focus already
  ScreenLook(ConsoleRobot robot, Scene scene, Set<String> focused) {
    this.robot = robot;
    this.scene = scene;
    this.focused = focused;
  }

  List<String> complaints() {
    ConsoleRobot.doFx(
        () -> {
          each(scene.getRoot(), this::name);
          each(scene.getRoot(), this::room);
        });
    reach();
    return complaints;
  }

  private void complain(String what, Node node) {
    complaints.add(what + ": " + describe(node));
  }

  private static String describe(Node node) {
    String text = node instanceof Labeled labeled ? " '" + labeled.getText() + "'" : "";
    return node.getClass().getSimpleName()
        + "#"
        + node.getId()
        + node.getStyleClass()
        + text
        + (node.getParent() == null ? "" : " in " + node.getParent().getStyleClass());
  }

  /// Every node that is seen, without those that a control consists of.
  private static void each(Parent parent, Consumer<Node> look) {
    for (Node node : parent.getChildrenUnmodifiable()) {
      if (!node.isVisible()) {
        continue;
      }
      look.accept(node);
      if (node instanceof Parent inner && !(node instanceof ComboBoxBase<?>)) {
        each(inner, look);
      }
    }
  }

  private void name(Node node) {
    boolean asked = node.isFocusTraversable() || node instanceof ProgressIndicator;
    if (!(node instanceof Control control) || !asked || isPart(node)) {
      return;
    }
    boolean named =
        isText(control.getAccessibleText())
            || (control instanceof Labeled labeled && isText(labeled.getText()))
            || isLabelled(control);
    if (!named) {
      complain("no name", control);
    }
  }

  private boolean isLabelled(Control control) {
    return scene.getRoot().lookupAll(".label").stream()
        .anyMatch(node -> node instanceof Label label && control.equals(label.getLabelFor()));
  }

  private static boolean isText(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private static boolean isPart(Node node) {
    return node instanceof ScrollBar
        || node instanceof Separator
        || node instanceof SplitPane
        || node instanceof ToolBar
        || node instanceof IndexedCell<?>;
  }

  /// Cells of tables may shorten what is long; it stands in full where they lead to.
  private void room(Node node) {
    if (!(node instanceof Labeled labeled) || node instanceof IndexedCell<?> || inCell(node)) {
      return;
    }
    if (isCut(labeled)) {
      complain("cut", labeled);
    }
    var bounds = node.localToScene(node.getLayoutBounds());
    boolean empty = labeled.getText() == null || labeled.getText().isEmpty();
    if (!empty && bounds.getMaxX() > scene.getWidth() + 1 && !scrolls(node)) {
      complain("outside", node);
    }
  }

  private static boolean inCell(Node node) {
    for (Node up = node.getParent(); up != null; up = up.getParent()) {
      if (up instanceof IndexedCell<?>) {
        return true;
      }
    }
    return false;
  }

  private static boolean scrolls(Node node) {
    for (Node up = node.getParent(); up != null; up = up.getParent()) {
      if (up instanceof ScrollPane) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCut(Labeled labeled) {
    return labeled.lookup(".text") instanceof Text shown
        && labeled.equals(shown.getParent())
        && labeled.getText() != null
        // The search gives way to the engine's name; its icon and key remain.
        && !labeled.getStyleClass().contains("palette-button")
        && shown.getText().endsWith(CUT)
        && !labeled.getText().endsWith(CUT);
  }

  /// Goes round with Tab.
  private void reach() {
    var wanted = ConsoleRobot.onFx(this::stops);
    var start = ConsoleRobot.onFx(() -> Optional.ofNullable(scene.getFocusOwner()));
    if (start.isEmpty() && !wanted.isEmpty()) {
      ConsoleRobot.doFx(wanted.getFirst()::requestFocus);
    }
    var seen = new HashSet<Node>();
    for (int i = 0; i < 2 * wanted.size() + 20; i++) {
      var owner = ConsoleRobot.onFx(() -> Optional.ofNullable(scene.getFocusOwner()));
      if (owner.isEmpty()) {
        break;
      }
      seen.add(owner.get());
      goOn(owner.get(), i == 0);
    }
    wanted.removeAll(seen);
    wanted.forEach(node -> complain("not reached by Tab", node));
    start.ifPresent(node -> ConsoleRobot.doFx(node::requestFocus));
  }

  private List<Node> stops() {
    var stops = new ArrayList<Node>();
    each(
        scene.getRoot(),
        node -> {
          if (isStop(node)) {
            stops.add(node);
          }
        });
    return stops;
  }

  private boolean isStop(Node node) {
    if (!node.isFocusTraversable() || node.isDisabled() || inCell(node) || isOther(node)) {
      return false;
    }
    // What a dialog covers is not to be reached.
    var overlay = scene.lookup("#overlay");
    return overlay == null || !overlay.isVisible() || isIn(node, overlay);
  }

  /// Of several of which one is chosen Tab reaches that one; the arrows go to the others.
  private static boolean isOther(Node node) {
    return node instanceof Toggle toggle
        && toggle.getToggleGroup() != null
        && toggle.getToggleGroup().getSelectedToggle() != null
        && !toggle.isSelected();
  }

  private static boolean isIn(Node node, Node ancestor) {
    return Stream.<@Nullable Node>iterate(node, up -> up == null ? null : up.getParent())
        .takeWhile(up -> up != null)
        .anyMatch(ancestor::equals);
  }

  /// Goes on from `node`. One of a kind is looked at.
  private void goOn(Node node, boolean isStart) {
    boolean looked = isStart || node instanceof ScrollPane || !focused.add(describeKind(node));
    if (looked) {
      ConsoleRobot.doFx(() -> node.requestFocusTraversal(TraversalDirection.NEXT));
      return;
    }
    // What was scrolled to is drawn where it is now.
    robot.pulse();
    // A field that is typed into shows it however it got the focus.
    if (!(node instanceof TextInputControl)
        && !node.getPseudoClassStates().contains(PseudoClass.getPseudoClass("focus-visible"))) {
      complain("has the focus, not visibly", node);
    }
    var with = ConsoleRobot.onFx(() -> picture(node));
    ConsoleRobot.doFx(() -> node.requestFocusTraversal(TraversalDirection.NEXT));
    robot.pulse();
    var without = ConsoleRobot.onFx(() -> picture(node));
    boolean left = !node.equals(scene.getFocusOwner());
    if (left && with.isPresent() && without.isPresent() && isSame(with.get(), without.get())) {
      complain("looks the same with the focus", node);
    }
  }

  private static String describeKind(Node node) {
    return node.getClass().getSimpleName()
        + node.getStyleClass()
        + (node.getParent() == null ? "" : node.getParent().getStyleClass());
  }

  private Optional<WritableImage> picture(Node node) {
    var bounds = node.localToScene(node.getLayoutBounds());
    if (bounds.getWidth() < 1 || bounds.getHeight() < 1) {
      return Optional.empty();
    }
    var parameters = new SnapshotParameters();
    parameters.setViewport(
        new Rectangle2D(
            bounds.getMinX() - RING,
            bounds.getMinY() - RING,
            bounds.getWidth() + 2 * RING,
            bounds.getHeight() + 2 * RING));
    return Optional.of(scene.getRoot().snapshot(parameters, null));
  }

  private static boolean isSame(WritableImage one, WritableImage other) {
    if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
      return false;
    }
    var left = one.getPixelReader();
    var right = other.getPixelReader();
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        if (left.getArgb(x, y) != right.getArgb(x, y)) {
          return false;
        }
      }
    }
    return true;
  }
}
