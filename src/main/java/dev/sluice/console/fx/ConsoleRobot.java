package dev.sluice.console.fx;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;

/// Does with the console what a person does with mouse and keyboard, on JavaFX's own robot, and
/// sees what a person sees. Every action first waits until its target is there, on the screen and
/// enabled, and afterwards until it has been drawn. Call it from a test's thread, never from
/// JavaFX's.
///
/// Needs nothing but a screen; `-Dglass.platform=Headless` gives one where there is none.
public final class ConsoleRobot {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static boolean started;

  private final Robot robot;

  public ConsoleRobot() {
    startToolkit();
    robot = onFx(Robot::new);
  }

  private static synchronized void startToolkit() {
    if (started) {
      return;
    }
    var up = new CountDownLatch(1);
    Platform.startup(
        () -> {
          Platform.setImplicitExit(false);
          up.countDown();
        });
    await(up, "JavaFX did not start");
    started = true;
  }

  /// Ends JavaFX; nothing can be shown in this process any more.
  public static void leave() {
    Platform.exit();
  }

  /// Runs `work` on the JavaFX thread and gives back what it gives.
  public static <T> T onFx(Callable<T> work) {
    var task = new FutureTask<>(work);
    Platform.runLater(task);
    try {
      return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the JavaFX thread does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Runs `work` on the JavaFX thread.
  public static void doFx(Runnable work) {
    onFx(
        () -> {
          work.run();
          return true;
        });
  }

  /// A stage to show a console in, for `show`.
  public static Stage stage() {
    startToolkit();
    return onFx(Stage::new);
  }

  /// The only visible node that `selector` (CSS: `#id`, `.class`) finds in any window.
  public Node find(String selector) {
    return waitFor("a visible " + selector, () -> visible(selector));
  }

  public <T extends Node> T find(String selector, Class<T> type) {
    return type.cast(find(selector));
  }

  public boolean isVisible(String selector) {
    return onFx(() -> visible(selector).isPresent());
  }

  /// The text that `selector`'s node shows.
  public String text(String selector) {
    Node node = find(selector);
    return onFx(() -> textOf(node));
  }

  public void waitUntilGone(String selector) {
    waitUntil("no " + selector, () -> visible(selector).isEmpty());
  }

  /// Waits until `condition` holds on the JavaFX thread.
  public void waitUntil(String what, BooleanSupplier condition) {
    waitFor(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /// Waits until the text of `selector`'s node is like that.
  public void waitForText(String selector, Predicate<String> like) {
    waitUntil(
        "a matching text in " + selector,
        () -> visible(selector).map(ConsoleRobot::textOf).filter(like).isPresent());
  }

  public void click(String selector) {
    click(enabled(selector), 1, MouseButton.PRIMARY);
  }

  public void doubleClick(String selector) {
    click(enabled(selector), 2, MouseButton.PRIMARY);
  }

  public void rightClick(String selector) {
    click(enabled(selector), 1, MouseButton.SECONDARY);
  }

  /// Clicks the node that shows exactly `text`, for example a menu item or a table cell.
  public void clickText(String text) {
    click(waitFor("'" + text + "'", () -> showing(text)), 1, MouseButton.PRIMARY);
  }

  public void doubleClickText(String text) {
    click(waitFor("'" + text + "'", () -> showing(text)), 2, MouseButton.PRIMARY);
  }

  /// Puts `text` in place of what the field at `selector` holds, as if pasted.
  public void write(String selector, String text) {
    click(selector);
    press(KeyCode.SHORTCUT, KeyCode.A);
    if (text.isEmpty()) {
      press(KeyCode.DELETE);
      return;
    }
    doFx(
        () -> {
          var content = new ClipboardContent();
          content.putString(text);
          Clipboard.getSystemClipboard().setContent(content);
        });
    press(KeyCode.SHORTCUT, KeyCode.V);
  }

  /// Presses `keys` together, the last one with the others held.
  public void press(KeyCode... keys) {
    doFx(
        () -> {
          for (var key : keys) {
            robot.keyPress(physical(key));
          }
          for (int i = keys.length - 1; i >= 0; i--) {
            robot.keyRelease(physical(keys[i]));
          }
        });
    pulse();
  }

  /// Drags from one point of the node at `selector` to another, both as parts of its size. In one
  /// move: the headless platform delivers no more.
  public void drag(String selector, double fromX, double toX) {
    Node node = enabled(selector);
    doFx(
        () -> {
          var bounds = node.localToScreen(node.getLayoutBounds());
          robot.mouseMove(at(bounds, fromX));
          robot.mousePress(MouseButton.PRIMARY);
        });
    pulse();
    doFx(() -> robot.mouseMove(at(node.localToScreen(node.getLayoutBounds()), toX)));
    pulse();
    doFx(() -> robot.mouseRelease(MouseButton.PRIMARY));
    pulse();
  }

  /// Drags the node at `selector` onto the one at `target`, likewise in one move.
  public void dragTo(String selector, String target) {
    Node node = enabled(selector);
    Node onto = find(target);
    doFx(
        () -> {
          robot.mouseMove(at(node.localToScreen(node.getLayoutBounds()), 0.5));
          robot.mousePress(MouseButton.PRIMARY);
        });
    pulse();
    doFx(() -> robot.mouseMove(at(onto.localToScreen(onto.getLayoutBounds()), 0.5)));
    pulse();
    doFx(() -> robot.mouseRelease(MouseButton.PRIMARY));
    pulse();
  }

  /// Keeps what the window shows as `target/screenshots/NAME.png`.
  public Path screenshot(Stage stage, String name) {
    return screenshot(stage, SCREENSHOTS.resolve(name + ".png"));
  }

  /// Keeps what the window shows as a picture.
  public Path screenshot(Stage stage, Path file) {
    pulse();
    var image =
        onFx(
            () -> {
              var scene = stage.getScene();
              var parameters = new SnapshotParameters();
              // A shadow may reach over the edge of the window; the picture does not.
              parameters.setViewport(new Rectangle2D(0, 0, scene.getWidth(), scene.getHeight()));
              return scene.getRoot().snapshot(parameters, null);
            });
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ImageIO.write(buffered(image), "png", file.toFile());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until everything asked for so far has been laid out and drawn.
  public void pulse() {
    for (int i = 0; i < 2; i++) {
      var drawn = new CountDownLatch(1);
      Platform.runLater(
          () -> {
            new AnimationTimer() {
              @Override
              public void handle(long now) {
                stop();
                drawn.countDown();
              }
            }.start();
            Platform.requestNextPulse();
          });
      await(drawn, "nothing is drawn any more");
    }
    doFx(() -> {});
  }

  private void click(Node node, int times, MouseButton button) {
    doFx(
        () -> {
          robot.mouseMove(at(node.localToScreen(node.getLayoutBounds()), 0.5));
          for (int i = 0; i < times; i++) {
            robot.mousePress(button);
            robot.mouseRelease(button);
          }
        });
    pulse();
  }

  private Node enabled(String selector) {
    Node node =
        waitFor("an enabled " + selector, () -> visible(selector).filter(n -> !n.isDisabled()));
    doFx(() -> scrollTo(node));
    pulse();
    return node;
  }

  /// As a person would who looks for it.
  private static void scrollTo(Node node) {
    for (Node up = node.getParent(); up != null; up = up.getParent()) {
      if (up instanceof ScrollPane pane && pane.getContent() != null) {
        var content = pane.getContent();
        double top = content.sceneToLocal(node.localToScene(node.getLayoutBounds())).getMinY();
        double room = content.getLayoutBounds().getHeight() - pane.getViewportBounds().getHeight();
        double wanted = top - pane.getViewportBounds().getHeight() / 2;
        pane.setVvalue(room <= 0 ? 0 : Math.clamp(wanted / room, 0, 1));
      }
    }
  }

  private <T> T waitFor(String what, Callable<Optional<T>> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var found = onFx(look);
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      pulse();
    }
  }

  private static Optional<Node> visible(String selector) {
    return Window.getWindows().reversed().stream()
        .filter(window -> window.isShowing() && window.getScene() != null)
        .flatMap(window -> window.getScene().getRoot().lookupAll(selector).stream())
        .filter(ConsoleRobot::isSeen)
        .findFirst();
  }

  private static Optional<Node> showing(String text) {
    return Window.getWindows().reversed().stream()
        .filter(window -> window.isShowing() && window.getScene() != null)
        .flatMap(window -> window.getScene().getRoot().lookupAll("*").stream())
        .filter(node -> isSeen(node) && textOf(node).equals(text))
        .findFirst();
  }

  private static boolean isSeen(Node node) {
    for (Node up = node; up != null; up = up.getParent()) {
      if (!up.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null && !node.getLayoutBounds().isEmpty();
  }

  private static String textOf(Node node) {
    return switch (node) {
      case javafx.scene.control.Labeled labeled -> String.valueOf(labeled.getText());
      case javafx.scene.control.TextInputControl input -> String.valueOf(input.getText());
      case javafx.scene.text.Text text -> text.getText();
      default -> "";
    };
  }

  private static Point2D at(Bounds bounds, double part) {
    return new Point2D(bounds.getMinX() + bounds.getWidth() * part, bounds.getCenterY());
  }

  private static KeyCode physical(KeyCode key) {
    if (key != KeyCode.SHORTCUT) {
      return key;
    }
    return System.getProperty("os.name").startsWith("Mac") ? KeyCode.COMMAND : KeyCode.CONTROL;
  }

  private static BufferedImage buffered(WritableImage image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    var pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    var copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    copy.setRGB(0, 0, width, height, pixels, 0, width);
    return copy;
  }

  private static void await(CountDownLatch latch, String otherwise) {
    try {
      if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(otherwise);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
