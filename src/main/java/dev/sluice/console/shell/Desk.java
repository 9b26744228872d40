package dev.sluice.console.shell;

import dev.sluice.console.connect.EngineAccess;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.connect.KnownEngines;
import dev.sluice.console.connect.TokenStore;
import dev.sluice.console.fx.Background;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The desk of one window.
final class Desk implements EngineDesk {
  private final KnownEngines engines;
  private final Surroundings surroundings;
  private final Background background;
  private final Notifier notifier;
  private final BiConsumer<KnownEngine, DeploymentEngine> begin;
  private final ObservableList<KnownEngine> known = FXCollections.observableArrayList();

  /// One object for all, because it is what listeners hang on.
  private final ObservableList<KnownEngine> shown = FXCollections.unmodifiableObservableList(known);

  private @Nullable Session session;
  private boolean closed;

  /// @param begin works with an engine from then on
  Desk(
      ConsoleSettings settings,
      Surroundings surroundings,
      Background background,
      Notifier notifier,
      BiConsumer<KnownEngine, DeploymentEngine> begin) {
    this.engines = new KnownEngines(settings);
    this.surroundings = surroundings;
    this.background = background;
    this.notifier = notifier;
    this.begin = begin;
    known.setAll(engines.all());
  }

  void begun(Session present) {
    session = present;
    engines.openedLast(present.chosen());
    var chosen = present.chosen();
    if (!chosen.isLocal()) {
      background
          .run(() -> token(chosen))
          .onSuccess(
              token -> {
                if (token.isEmpty() && present.equals(session)) {
                  ask(chosen);
                }
              })
          .start();
    }
  }

  void close() {
    closed = true;
  }

  @Override
  public KnownEngine chosen() {
    String id = session().chosen().id();
    return known.stream()
        .filter(engine -> engine.id().equals(id))
        .findFirst()
        .orElse(session().chosen());
  }

  @Override
  public ObservableList<KnownEngine> known() {
    return shown;
  }

  @Override
  public void open(KnownEngine engine) {
    if (!engine.id().equals(chosen().id())) {
      session().navigator().leaving(() -> reach(engine));
    }
  }

  private void reach(KnownEngine engine) {
    background
        .run(() -> token(engine))
        .onSuccess(
            token -> {
              if (token.isEmpty() && !engine.isLocal()) {
                ask(engine);
              } else {
                reach(engine, token);
              }
            })
        .start();
  }

  private void reach(KnownEngine engine, String token) {
    background
        .run(() -> surroundings.access().open(engine, token))
        .onSuccess(opened -> arrive(engine, opened))
        .start();
  }

  /// For its token, which is not kept, or no longer.
  private void ask(KnownEngine engine) {
    new TokenQuestion(
            session().context(), engine, token -> put(engine, token, () -> reach(engine, token)))
        .open();
  }

  /// The window may have been closed meanwhile.
  private void arrive(KnownEngine engine, DeploymentEngine opened) {
    if (closed) {
      background.run(opened::close).start();
    } else {
      begin.accept(engine, opened);
    }
  }

  @Override
  public String token(KnownEngine engine) {
    if (engine.isLocal()) {
      return "";
    }
    try {
      return surroundings.tokens().find(engine.id()).orElse("");
    } catch (IOException e) {
      throw tokenFault("read", engine, e);
    }
  }

  @Override
  public void add(KnownEngine engine, String token) {
    put(engine, token, () -> {});
  }

  @Override
  public void change(KnownEngine engine, String token) {
    boolean present = engine.id().equals(chosen().id());
    put(
        engine,
        token,
        present ? () -> session().navigator().leaving(() -> reach(engine, token)) : () -> {});
  }

  private void put(KnownEngine engine, String token, Runnable next) {
    background
        .run(
            () -> {
              try {
                surroundings.tokens().put(engine.id(), token);
              } catch (IOException e) {
                throw tokenFault("kept", engine, e);
              }
            })
        .onSuccess(
            _ -> {
              engines.put(engine);
              known.setAll(engines.all());
              next.run();
            })
        .onProblem(notifier::problem)
        .start();
  }

  private static ProblemException tokenFault(String what, KnownEngine engine, IOException cause) {
    return new ProblemException(
        new Problem(
            Problem.Kind.INTERNAL,
            "tokenStore",
            "The token of %s could not be %s.".formatted(engine.name(), what),
            "Look at the key store of the operating system, then try again.",
            Map.of("engine", engine.name()),
            List.of(),
            Optional.empty()),
        cause);
  }

  @Override
  public void guard(KnownEngine engine, boolean guarded) {
    engines.put(engine.withGuarded(guarded));
    known.setAll(engines.all());
    if (engine.id().equals(chosen().id())) {
      session().lock(guarded);
    }
  }

  @Override
  public void remove(KnownEngine engine) {
    if (engine.isLocal() || engine.id().equals(chosen().id())) {
      return;
    }
    engines.remove(engine);
    known.setAll(engines.all());
    background
        .run(
            () -> {
              try {
                surroundings.tokens().remove(engine.id());
              } catch (IOException e) {
                throw tokenFault("removed", engine, e);
              }
            })
        .start();
  }

  @Override
  public void unlock() {
    session().lock(false);
  }

  @Override
  public void lock() {
    session().lock(true);
  }

  @Override
  public EngineAccess access() {
    return surroundings.access();
  }

  @Override
  public TokenStore.Kind tokens() {
    return surroundings.tokens().kind();
  }

  private Session session() {
    if (session == null) {
      throw new IllegalStateException("no engine has been chosen");
    }
    return session;
  }
}
