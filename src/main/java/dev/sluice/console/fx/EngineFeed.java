package dev.sluice.console.fx;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.api.VersionMetrics;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
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

  /// A step of what is shown of them.
  private static final Duration SIGHT_EVERY = Duration.ofSeconds(ServiceMetrics.STEP_SECONDS);

  private static final Duration READ_AGAIN = Duration.ofSeconds(1);
  private static final Duration LATENCY_EVERY = Duration.ofSeconds(5);

  /// The first news is shown at once; what follows it closely is shown together.
  private static final Duration BETWEEN_UPDATES = Duration.ofMillis(40);

  /// An engine with no more services than these is read with all versions.
  private static final int READ_WHOLE = 200;

  private final DeploymentEngine engine;
  private final EngineReader reader;
  private final InstantSource clock;
  private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable EngineState> pending = new AtomicReference<>();
  private final ReadOnlyObjectWrapper<EngineState> state;
  private final ReadOnlyBooleanWrapper locked = new ReadOnlyBooleanWrapper(this, "locked");
  private final ObservableValue<Boolean> offline;
  private final Map<ServiceName, Poller> pollers = new HashMap<>();
  private volatile Set<ServiceName> inSight = Set.of();
  private @Nullable Thread folder;
  private @Nullable Thread latency;
  private @Nullable Thread sight;

  // Of the folding thread.
  private Set<ServiceName> wanted = Set.of();
  private boolean eager;
  private @Nullable Subscription subscription;

  public EngineFeed(DeploymentEngine engine, InstantSource clock) {
    this.engine = engine;
    this.reader = new EngineReader(engine);
    this.clock = clock;
    this.state =
        new ReadOnlyObjectWrapper<>(this, "state", EngineState.connecting(clock.instant()));
    this.offline =
        Bindings.createObjectBinding(
            () -> locked.get() || !state.get().connection().isUp(), state, locked);
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

  /// Whether nothing may be changed because the engine is protected.
  public ReadOnlyBooleanProperty locked() {
    return locked.getReadOnlyProperty();
  }

  public void lock(boolean wanted) {
    locked.set(wanted);
  }

  /// Begins to follow the engine.
  public void start() {
    var first = state.get();
    folder = Thread.ofVirtual().name("engine-feed").start(() -> fold(first));
    latency = Thread.ofVirtual().name("engine-latency").start(this::measureLatency);
    sight = Thread.ofVirtual().name("engine-sight").start(this::measureSight);
  }

  /// Sees to it that the versions of `service` are known and measured until the subscription is
  /// closed. Watching twice costs nothing more.
  public Subscription watch(ServiceName service) {
    var poller = pollers.computeIfAbsent(service, Poller::new);
    if (poller.watchers++ == 0) {
      want();
    }
    var open = new AtomicReference<@Nullable ServiceName>(service);
    return () -> {
      var watched = open.getAndSet(null);
      if (watched != null) {
        unwatch(watched);
      }
    };
  }

  /// Sees to it that the versions of these services are known and the services measured, in place
  /// of those that were named before.
  public void look(Set<ServiceName> services) {
    if (!services.equals(inSight)) {
      inSight = Set.copyOf(services);
      want();
    }
  }

  private void want() {
    var all = new HashSet<>(inSight);
    all.addAll(pollers.keySet());
    news.add(new News.Wanted(Set.copyOf(all)));
  }

  private void unwatch(ServiceName service) {
    var poller = pollers.get(service);
    if (poller != null && --poller.watchers == 0) {
      pollers.remove(service);
      poller.thread.interrupt();
      want();
    }
  }

  /// Ends everything; the engine stays open.
  @Override
  public void close() {
    pollers.values().forEach(poller -> poller.thread.interrupt());
    pollers.clear();
    for (var thread : new @Nullable Thread[] {folder, latency, sight}) {
      if (thread != null) {
        thread.interrupt();
      }
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
        now = readWanted(now);
        publish(now);
        Thread.sleep(BETWEEN_UPDATES);
      }
    } catch (InterruptedException _) {
      LOG.log(Level.DEBUG, "feed closed");
    } catch (ProblemException e) {
      publish(now.lost(clock.instant(), e.problem()));
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
      case News.Down down -> now.lost(clock.instant(), down.problem());
      case News.Measured measured -> now.measured(measured.metrics());
      case News.Answered answered -> now.answered(answered.latency());
      case News.InSight seen -> now.inSight(seen.metrics());
      case News.Wanted wants -> {
        wanted = wants.services();
        yield now;
      }
    };
  }

  /// Events that come meanwhile wait in the queue and are folded in afterwards: each carries a
  /// whole view, so the last one of a thing is right whatever was read.
  private EngineState readAnew(EngineState now) throws InterruptedException {
    while (true) {
      try {
        var listed = reader.list(now);
        eager = listed.services().size() <= READ_WHOLE;
        return listed;
      } catch (ProblemException e) {
        now = now.lost(clock.instant(), e.problem());
        publish(now);
        Thread.sleep(READ_AGAIN);
      }
    }
  }

  /// Reads the versions that somebody waits for. The list is shown before.
  private EngineState readWanted(EngineState now) throws InterruptedException {
    if (!now.connection().isUp()) {
      return now;
    }
    var left = eager ? now.unread() : now.unreadOf(wanted);
    if (left.isEmpty()) {
      return now;
    }
    publish(now);
    try {
      return forgotten(reader.versions(now, left));
    } catch (ProblemException e) {
      // The stream of events says what is the matter; with it everything is read again.
      LOG.log(Level.DEBUG, "versions cannot be read: {0}", e.problem().detail());
      return now;
    }
  }

  /// Of an engine with many services, those that were looked at long ago are not kept.
  private EngineState forgotten(EngineState now) {
    int known = now.services().size() - now.unread().size();
    if (eager || known <= READ_WHOLE + wanted.size()) {
      return now;
    }
    for (var service : now.services().keySet()) {
      if (!now.unread().contains(service) && !wanted.contains(service)) {
        now = now.forget(service);
      }
    }
    return now;
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

  private void measureLatency() {
    try {
      while (true) {
        Thread.sleep(LATENCY_EVERY);
        long begun = System.nanoTime();
        if (isAnswered()) {
          news.add(new News.Answered(Duration.ofNanos(System.nanoTime() - begun)));
        }
      }
    } catch (InterruptedException _) {
      LOG.log(Level.DEBUG, "latency is no longer measured");
    }
  }

  private void measureSight() {
    try {
      while (true) {
        Thread.sleep(SIGHT_EVERY);
        var services = inSight;
        if (!services.isEmpty()) {
          measure(services);
        }
      }
    } catch (InterruptedException _) {
      LOG.log(Level.DEBUG, "services in sight are no longer measured");
    }
  }

  private void measure(Set<ServiceName> services) {
    try {
      news.add(new News.InSight(engine.serviceMetrics(List.copyOf(services))));
    } catch (ProblemException e) {
      // The stream of events says what is the matter; this is tried again.
      LOG.log(Level.DEBUG, "no metrics: {0}", e.problem().detail());
    }
  }

  private boolean isAnswered() {
    try {
      var _ = engine.info();
      return true;
    } catch (ProblemException e) {
      LOG.log(Level.DEBUG, "no answer: {0}", e.problem().detail());
      return false;
    }
  }

  /// What the folding thread is told.
  private sealed interface News {
    record Happened(EngineEvent event) implements News {}

    record Up(boolean complete) implements News {}

    record Down(Problem problem) implements News {}

    record Measured(List<VersionMetrics> metrics) implements News {}

    record Answered(Duration latency) implements News {}

    record InSight(List<ServiceMetrics> metrics) implements News {}

    /// @param services whose versions somebody wants to know
    record Wanted(Set<ServiceName> services) implements News {}
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
    public void onDisconnected(Problem problem) {
      news.add(new News.Down(problem));
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
