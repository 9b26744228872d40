package dev.sluice.console.shell;

import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.fx.Background;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.EngineFeed;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.engine.api.DeploymentEngine;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The whole console in one window: puts its parts together. For the JavaFX thread.
public final class Console implements AutoCloseable {
  private static final double LEAST_WIDTH = 1100;
  private static final double LEAST_HEIGHT = 700;

  private final Stage stage;
  private final ConsoleSettings settings;
  private final Surroundings surroundings;
  private final Texts texts;
  private final Toasts toasts;
  private final Appearance appearance;
  private final ModalOverlay overlay = new ModalOverlay();
  private final Background background;
  private final Desk desk;
  private final StackPane root = new StackPane();
  private final DeploymentEngine given;
  private final DroppedFiles dropped = new DroppedFiles(this::present);
  private @Nullable Session session;

  private Console(
      Stage stage, DeploymentEngine given, ConsoleSettings settings, Surroundings surroundings) {
    this.stage = stage;
    this.given = given;
    this.settings = settings;
    this.surroundings = surroundings;
    texts = new Texts(settings.language());
    toasts = new Toasts(texts);
    appearance = new Appearance(settings);
    background = new Background(toasts::problem);
    desk = new Desk(settings, surroundings, background, toasts, this::begin);
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
    return show(stage, KnownEngine.local(false), engine, settings, Surroundings.of(clock, browser));
  }

  /// Opens the console with a choice of engines.
  ///
  /// @param first what `engine` is in the list
  public static Console show(
      Stage stage,
      KnownEngine first,
      DeploymentEngine engine,
      ConsoleSettings settings,
      Surroundings surroundings) {
    var console = new Console(stage, engine, settings, surroundings);
    console.begin(first, engine);
    console.root.getChildren().addAll(console.toasts.node(), console.overlay.node());
    console.showIn(new Scene(console.root));
    stage.show();
    return console;
  }

  public Navigator navigator() {
    return present().navigator();
  }

  DroppedFiles dropped() {
    return dropped;
  }

  /// What the screens were given; for whoever drives the console from outside.
  public ConsoleContext context() {
    return present().context();
  }

  /// Ends what runs behind the window.
  @Override
  public void close() {
    end();
    desk.close();
  }

  private Session present() {
    if (session == null) {
      throw new IllegalStateException("the console has not begun");
    }
    return session;
  }

  /// Works with `engine` from now on.
  private void begin(KnownEngine chosen, DeploymentEngine engine) {
    end();
    var next =
        new Session(
            chosen,
            engine,
            EngineNames.name(texts, chosen),
            guarded -> new EngineFeed(guarded, surroundings.clock()),
            this::context);
    session = next;
    desk.begun(next);
    if (root.getChildren().isEmpty()) {
      root.getChildren().add(next.node());
    } else {
      root.getChildren().set(0, next.node());
    }
    new OperationNotices(
            context(), next.navigator(), stage.focusedProperty(), surroundings.notices())
        .follow();
    next.begin();
  }

  private void end() {
    if (session != null) {
      session.end();
      var engine = session.engine();
      session = null;
      if (!engine.equals(given)) {
        background.run(engine::close).start();
      }
    }
  }

  private ConsoleContext context(
      DeploymentEngine engine, EngineFeed feed, Navigator navigator, Screens screens) {
    return new ConsoleContext(
        engine,
        feed,
        background,
        texts,
        new Moments(texts, surroundings.clock(), ZoneId.systemDefault()),
        navigator,
        screens,
        overlay,
        settings,
        appearance,
        toasts,
        desk,
        surroundings.clock(),
        surroundings.browser(),
        surroundings.files());
  }

  private void showIn(Scene scene) {
    appearance.dress(scene);
    key(scene, KeyCode.LEFT, KeyCombination.ALT_DOWN, () -> navigator().back());
    key(scene, KeyCode.K, KeyCombination.SHORTCUT_DOWN, () -> present().frame().openPalette());
    key(scene, KeyCode.DIGIT1, KeyCombination.SHORTCUT_DOWN, () -> open(new Place.Services()));
    key(scene, KeyCode.DIGIT2, KeyCombination.SHORTCUT_DOWN, () -> open(new Place.Operations()));
    key(scene, KeyCode.DIGIT3, KeyCombination.SHORTCUT_DOWN, () -> open(new Place.Engines()));
    key(scene, KeyCode.DIGIT4, KeyCombination.SHORTCUT_DOWN, () -> open(new Place.Settings()));
    key(
        scene,
        KeyCode.N,
        KeyCombination.SHORTCUT_DOWN,
        () -> open(new Place.NewService(Optional.empty())));
    key(scene, KeyCode.Z, KeyCombination.SHORTCUT_DOWN, toasts::undo);
    scene
        .getAccelerators()
        .put(new KeyCodeCombination(KeyCode.F1), () -> unlessCovered(this::openKeys));
    dropped.listen(scene);
    var size = settings.window();
    stage.setScene(scene);
    stage.setTitle(texts.text("app.name"));
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

  private void key(Scene scene, KeyCode code, KeyCombination.Modifier modifier, Runnable action) {
    scene
        .getAccelerators()
        .put(new KeyCodeCombination(code, modifier), () -> unlessCovered(action));
  }

  private void unlessCovered(Runnable action) {
    if (!overlay.isOpen()) {
      action.run();
    }
  }

  private void open(Place place) {
    navigator().open(place);
  }

  private void openKeys() {
    new KeySheet(context()).open();
  }

  private void rememberWindow(ConsoleSettings.WindowSize before) {
    // A maximised window keeps the size it had before, to return to.
    settings.window(
        stage.isMaximized()
            ? new ConsoleSettings.WindowSize(before.width(), before.height(), true)
            : new ConsoleSettings.WindowSize(
                (int) stage.getWidth(), (int) stage.getHeight(), false));
  }
}
