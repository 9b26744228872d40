package dev.sluice.console.fx;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.api.VersionMetrics;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// The one bridge from an engine to the JavaFX thread: a subscription to its events, a metrics
/// poller for each watched service, and a thread that folds both into an [EngineState].
///
/// At most one update waits for the JavaFX thread, however fast events come; it takes the state as
/// it is by then. Public methods are for the JavaFX thread.
public final class EngineFeed implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EngineFeed.class.getName());

  /// What the metrics' own windows are made for.
  private static final Duration METRICS_EVERY = Duration.ofSeconds(1);

  private static final Duration READ_AGAIN = Duration.ofSeconds(1);

  private final DeploymentEngine engine;
  private final InstantSource clock;
  private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable EngineState> pending = new AtomicReference<>();
  private final ReadOnlyObjectWrapper<EngineState> state;
  private final ObservableValue<Boolean> offline;
  private final Map<ServiceName, Poller> pollers = new HashMap<>();
  private @Nullable Thread folder;
  private @Nullable Subscription subscription;

  public EngineFeed(DeploymentEngine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
    this.state =
        new ReadOnlyObjectWrapper<>(this, "state", EngineState.connecting(clock.instant()));
    this.offline = state.map(now -> !now.connection().isUp());
  }

  /// What is known; changes on the JavaFX thread only.
  public ReadOnlyObjectProperty<EngineState> state() {
    return state.getReadOnlyProperty();
  }

  /// Whether nothing can be changed just now; for the `disable` of every control that changes
  /// something.
  public ObservableValue<Boolean> offline() {
    return offline;
  }

  /// Begins to follow the engine.
  public void start() {
    var first = state.get();
    folder = Thread.ofVirtual().name("engine-feed").start(() -> fold(first));
  }

  /// Measures the versions of `service` until the subscription is closed. Watching twice costs
  /// nothing more.
  public Subscription watch(ServiceName service) {
    pollers.computeIfAbsent(service, Poller::new).watchers++;
    var open = new AtomicReference<@Nullable ServiceName>(service);
    return () -> {
      var watched = open.getAndSet(null);
      if (watched != null) {
        unwatch(watched);
      }
    };
  }

  private void unwatch(ServiceName service) {
    var poller = pollers.get(service);
    if (poller != null && --poller.watchers == 0) {
      pollers.remove(service);
      poller.thread.interrupt();
    }
  }

  /// Ends everything; the engine stays open.
  @Override
  public void close() {
    pollers.values().forEach(poller -> poller.thread.interrupt());
    pollers.clear();
    if (folder != null) {
      folder.interrupt();
    }
  }

  /// The writer of the state. Subscribing here keeps the JavaFX thread free of it.
  private void fold(EngineState first) {
    var now = first;
    try {
      subscription = engine.subscribe(Optional.empty(), new Listener());
      while (true) {
        now = after(now, news.take());
        for (var more = news.poll(); more != null; more = news.poll()) {
          now = after(now, more);
        }
        publish(now);
      }
    } catch (InterruptedException _) {
      LOG.log(Level.DEBUG, "feed closed");
    } catch (ProblemException e) {
      publish(now.lost(clock.instant(), e.problem().detail()));
    } finally {
      if (subscription != null) {
        subscription.close();
      }
    }
  }

  private EngineState after(EngineState now, News one) throws InterruptedException {
    return switch (one) {
      case News.Happened happened -> now.after(happened.event());
      case News.Up up -> (up.complete() ? now : readAnew(now)).connected(clock.instant());
      case News.Down down -> now.lost(clock.instant(), down.reason());
      case News.Measured measured -> now.measured(measured.metrics());
    };
  }

  /// Events that come meanwhile wait in the queue and are folded in afterwards: each carries a
  /// whole view, so the last one of a thing is right whatever was read.
  private EngineState readAnew(EngineState now) throws InterruptedException {
    var reader = new EngineReader(engine);
    while (true) {
      try {
        return reader.read(now);
      } catch (ProblemException e) {
        now = now.lost(clock.instant(), e.problem().detail());
        publish(now);
        Thread.sleep(READ_AGAIN);
      }
    }
  }

  private void publish(EngineState now) {
    if (pending.getAndSet(now) == null) {
      Platform.runLater(
          () -> {
            var latest = pending.getAndSet(null);
            if (latest != null) {
              state.set(latest);
            }
          });
    }
  }

  /// What the folding thread is told.
  private sealed interface News {
    record Happened(EngineEvent event) implements News {}

    record Up(boolean complete) implements News {}

    record Down(String reason) implements News {}

    record Measured(List<VersionMetrics> metrics) implements News {}
  }

  private final class Listener implements EventListener {
    @Override
    public void onEvent(EngineEvent event) {
      news.add(new News.Happened(event));
    }

    @Override
    public void onConnected(boolean complete) {
      news.add(new News.Up(complete));
    }

    @Override
    public void onDisconnected(String reason) {
      news.add(new News.Down(reason));
    }
  }

  /// Asks for one service's metrics again and again.
  private final class Poller {
    private final Thread thread;
    private int watchers;

    Poller(ServiceName service) {
      thread = Thread.ofVirtual().name("metrics-" + service).start(() -> poll(service));
    }

    private void poll(ServiceName service) {
      try {
        while (true) {
          measure(service);
          Thread.sleep(METRICS_EVERY);
        }
      } catch (InterruptedException _) {
        LOG.log(Level.DEBUG, "no longer watching {0}", service);
      }
    }

    private void measure(ServiceName service) {
      try {
        news.add(new News.Measured(engine.metrics(service)));
      } catch (ProblemException e) {
        // The service is gone or the engine is: the events say which, and this may come back.
        LOG.log(Level.DEBUG, "no metrics of {0}: {1}", service, e.problem().detail());
      }
    }
  }
}
