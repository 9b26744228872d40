package dev.sluice.engine.core;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.traffic.RoutePublisher;
import dev.sluice.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An engine on a real database that can be killed at any point and started again; the platform's
/// instances and the gateway outlive it.
final class MortalEngine implements AutoCloseable {
  final FakeRouter router = new FakeRouter();
  private final Path directory;
  private final Function<Incarnation, Platform> platforms;
  private @Nullable Life life;

  /// Told of every point of lives that begin from now on.
  Consumer<String> witness = _ -> {};

  /// One life with what belongs to it.
  private record Life(
      Incarnation incarnation,
      SqliteStore store,
      Platform platform,
      EngineCore core,
      DeploymentEngine engine) {}

  /// @param platforms gives each life its own; all find the same instances
  MortalEngine(Path directory, Function<Incarnation, Platform> platforms) {
    this.directory = directory;
    this.platforms = platforms;
  }

  /// Begins a life, after the one before was killed.
  ///
  /// @param lastPoint at which this one ends, counted from its beginning; 0 for never
  void start(int lastPoint) throws IOException {
    var before = life;
    var incarnation = new Incarnation(witness);
    if (lastPoint > 0) {
      incarnation.dieAt(lastPoint, _ -> true);
    }
    // The store of the life before is still open, as nobody folds its -wal file after a kill.
    var store = SqliteStore.open(directory);
    var contents = store.load();
    var outside = platforms.apply(incarnation);
    var platform = new MortalPlatform(outside, incarnation, router);
    var gateway = new MortalRouter(router, incarnation);
    var core =
        EngineCore.start(
            new EngineParts(
                TestEngine.info(platform),
                new MortalStore(store, incarnation),
                platform,
                gateway,
                new RoutePublisher(gateway, gateway, contents.epoch()),
                TestEngine.codec(),
                EngineClock.ofThisComputer(),
                EngineParts.Choices.USUAL),
            contents);
    life = new Life(incarnation, store, outside, core, core.as("tester"));
    if (before != null) {
      bury(before);
    }
  }

  /// Frees what a dead life holds in this process; nothing of it reaches anybody.
  private static void bury(Life dead) {
    dead.platform().close();
    dead.store().close();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                dead.core().stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private Life present() {
    if (life == null) {
      throw new IllegalStateException("not started");
    }
    return life;
  }

  Incarnation life() {
    return present().incarnation();
  }

  DeploymentEngine engine() {
    return present().engine();
  }

  SqliteStore store() {
    return present().store();
  }

  @Override
  public void close() {
    var last = present();
    try {
      if (!last.incarnation().isDead()) {
        last.core().stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last.platform().close();
    last.store().close();
  }
}
