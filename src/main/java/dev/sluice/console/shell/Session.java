package dev.sluice.console.shell;

import dev.sluice.console.connect.GuardedEngine;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.fx.EngineFeed;
import dev.sluice.console.fx.Views;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Subscription;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/// The console's work with one engine: everything that begins anew when another one is chosen.
final class Session {
  private final KnownEngine chosen;
  private final DeploymentEngine engine;
  private final EngineFeed feed;
  private final AtomicBoolean locked;
  private final ScreenStack navigator;
  private final ConsoleContext context;
  private final FrameController frame;
  private final Parent node;
  private Subscription watch = () -> {};

  /// @param name of the engine, for people
  Session(
      KnownEngine chosen,
      DeploymentEngine engine,
      String name,
      Function<DeploymentEngine, EngineFeed> feeds,
      Contexts contexts) {
    this.chosen = chosen;
    this.engine = engine;
    this.locked = new AtomicBoolean(chosen.guarded());
    var guarded = GuardedEngine.of(engine, name, locked::get);
    feed = feeds.apply(guarded);
    feed.lock(chosen.guarded());
    navigator = new ScreenStack(this::load);
    context = contexts.of(guarded, feed, navigator, this::load);
    var view = Views.FRAME.load(context.texts(), this::controller);
    frame = (FrameController) view.controller();
    node = view.root();
  }

  /// Makes the context of a session.
  @FunctionalInterface
  interface Contexts {
    ConsoleContext of(
        DeploymentEngine engine, EngineFeed feed, Navigator navigator, Screens screens);
  }

  void begin() {
    frame.begin(navigator);
    navigator.place().subscribe(this::watchFor);
    feed.start();
    navigator.open(new Place.Services());
  }

  /// Takes it off the window. The engine stays open.
  void end() {
    frame.end();
    navigator.leave();
    watch.close();
    feed.close();
  }

  KnownEngine chosen() {
    return chosen;
  }

  DeploymentEngine engine() {
    return engine;
  }

  ConsoleContext context() {
    return context;
  }

  ScreenStack navigator() {
    return navigator;
  }

  FrameController frame() {
    return frame;
  }

  Parent node() {
    return node;
  }

  void lock(boolean wanted) {
    locked.set(wanted);
    feed.lock(wanted);
  }

  /// Whatever screen is open, the versions of the service it is about are known.
  private void watchFor(@Nullable Place place) {
    var before = watch;
    watch = Optional.ofNullable(place).flatMap(this::about).map(feed::watch).orElse(() -> {});
    before.close();
  }

  private Optional<ServiceName> about(Place place) {
    return place instanceof Place.Progress progress
        ? Optional.ofNullable(feed.state().get().operations().get(progress.operation()))
            .map(Operation::service)
        : place.about();
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
