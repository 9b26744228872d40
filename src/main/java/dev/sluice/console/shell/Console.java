package dev.sluice.console.shell;

import dev.sluice.console.fx.Background;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.EngineFeed;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.fx.Views;
import dev.sluice.engine.api.DeploymentEngine;
import java.lang.reflect.InvocationTargetException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// The whole console in one window: puts its parts together. For the JavaFX thread.
public final class Console implements AutoCloseable {
  private static final double LEAST_WIDTH = 1100;
  private static final double LEAST_HEIGHT = 700;

  private final Stage stage;
  private final ConsoleSettings settings;
  private final EngineFeed feed;
  private final ScreenStack navigator;
  private final ConsoleContext context;
  private final Appearance appearance;
  private final ModalOverlay overlay = new ModalOverlay();

  private Console(
      Stage stage,
      DeploymentEngine engine,
      ConsoleSettings settings,
      InstantSource clock,
      Consumer<String> browser) {
    this.stage = stage;
    this.settings = settings;
    var texts = new Texts(settings.language());
    var toasts = new Toasts(texts);
    appearance = new Appearance(settings);
    feed = new EngineFeed(engine, clock);
    navigator = new ScreenStack(this::load);
    context =
        new ConsoleContext(
            engine,
            feed,
            new Background(toasts::problem),
            texts,
            new Moments(texts, clock, ZoneId.systemDefault()),
            navigator,
            this::load,
            overlay,
            settings,
            appearance,
            toasts,
            clock,
            browser);
    var frame = Views.FRAME.load(texts, this::controller);
    ((FrameController) frame.controller()).begin(navigator);
    var root = new StackPane(frame.root(), toasts.node(), overlay.node());
    showIn(new Scene(root));
  }

  /// Opens the console on `engine` in `stage` and shows the services. The engine stays the
  /// caller's; the console ends when the window is closed.
  public static Console show(Stage stage, DeploymentEngine engine, ConsoleSettings settings) {
    return show(stage, engine, settings, InstantSource.system(), _ -> {});
  }

  /// @param browser opens a URL in the operator's browser
  public static Console show(
      Stage stage,
      DeploymentEngine engine,
      ConsoleSettings settings,
      InstantSource clock,
      Consumer<String> browser) {
    var console = new Console(stage, engine, settings, clock, browser);
    console.feed.start();
    console.navigator.open(new Place.Services());
    stage.show();
    return console;
  }

  public Navigator navigator() {
    return navigator;
  }

  /// What the screens were given; for whoever drives the console from outside.
  public ConsoleContext context() {
    return context;
  }

  /// Ends what runs behind the window.
  @Override
  public void close() {
    feed.close();
  }

  private void showIn(Scene scene) {
    appearance.dress(scene);
    scene
        .getAccelerators()
        .put(
            new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN),
            () -> {
              if (!overlay.isOpen()) {
                navigator.back();
              }
            });
    var size = settings.window();
    stage.setScene(scene);
    stage.setTitle(context.texts().text("app.name"));
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    stage.setWidth(Math.max(LEAST_WIDTH, size.width()));
    stage.setHeight(Math.max(LEAST_HEIGHT, size.height()));
    stage.setMaximized(size.maximised());
    stage.setOnHidden(
        _ -> {
          rememberWindow(size);
          close();
        });
  }

  private void rememberWindow(ConsoleSettings.WindowSize before) {
    // A maximised window keeps the size it had before, to return to.
    settings.window(
        stage.isMaximized()
            ? new ConsoleSettings.WindowSize(before.width(), before.height(), true)
            : new ConsoleSettings.WindowSize(
                (int) stage.getWidth(), (int) stage.getHeight(), false));
  }

  private Screens.Loaded load(Views view) {
    var loaded = view.load(context.texts(), this::controller);
    return new Screens.Loaded(loaded.root(), (Screen) loaded.controller());
  }

  private Object controller(Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructor(ConsoleContext.class);
      constructor.setAccessible(true);
      return constructor.newInstance(context);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("cannot make " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }
}
