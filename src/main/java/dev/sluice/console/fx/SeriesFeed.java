package dev.sluice.console.fx;

import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.MetricSeries;
import dev.sluice.engine.api.ProblemException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// Reads what was measured of some versions, each second what is new of it, and shows it on the
/// JavaFX thread. What was measured while the engine could not be reached is read afterwards.
public final class SeriesFeed implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SeriesFeed.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);

  /// A second may be measured a little later than it is asked for.
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  private final DeploymentEngine engine;
  private final Duration window;
  private final Consumer<Map<VersionName, MetricSeries>> receiver;
  private final Map<VersionName, MetricSeries> known = new HashMap<>();

  /// When that was, by a clock that only serves to know how much time has passed.
  private final Map<VersionName, Long> readAt = new HashMap<>();

  private final Thread thread = Thread.ofVirtual().name("series-feed").unstarted(this::run);
  private volatile Set<VersionName> versions;
  private volatile boolean closed;

  private SeriesFeed(
      DeploymentEngine engine,
      Set<VersionName> versions,
      Duration window,
      Consumer<Map<VersionName, MetricSeries>> receiver) {
    this.engine = engine;
    this.versions = Set.copyOf(versions);
    this.window = window;
    this.receiver = receiver;
  }

  /// @param window how far back
  /// @param receiver gets everything that is known of each version; called on the JavaFX thread
  public static SeriesFeed start(
      DeploymentEngine engine,
      Set<VersionName> versions,
      Duration window,
      Consumer<Map<VersionName, MetricSeries>> receiver) {
    var feed = new SeriesFeed(engine, versions, window, receiver);
    feed.thread.start();
    return feed;
  }

  /// Measures these from now on.
  public void measure(Set<VersionName> wanted) {
    versions = Set.copyOf(wanted);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try {
      while (!closed) {
        var wanted = versions;
        known.keySet().retainAll(wanted);
        wanted.forEach(this::read);
        var shown = Map.copyOf(known);
        show(() -> receiver.accept(shown));
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Only close() interrupts.
    }
  }

  private void read(VersionName version) {
    try {
      var before = known.get(version);
      var more = engine.metricSeries(version, missing(version, before));
      known.put(version, before == null ? more : joined(before, more, window));
      readAt.put(version, System.nanoTime());
    } catch (ProblemException e) {
      // Gone, or out of reach: the events say which, and this may come back.
      LOG.log(Level.DEBUG, "no series of {0}: {1}", version, e.problem().detail());
    }
  }

  /// How far back is to be read: to the last point that is known, or over the whole window.
  private Duration missing(VersionName version, @Nullable MetricSeries before) {
    var read = readAt.get(version);
    if (before == null || read == null || before.points().isEmpty()) {
      return window;
    }
    var elapsed = Duration.ofNanos(System.nanoTime() - read);
    var since = Duration.between(before.points().getLast().at(), before.until());
    var missing = since.plus(elapsed).plus(OVERLAP);
    return missing.compareTo(window) > 0 ? window : missing;
  }

  /// What is known of `before` and `more` together, as far back as `window`.
  static MetricSeries joined(MetricSeries before, MetricSeries more, Duration window) {
    Instant from = more.until().minus(window);
    Instant known = more.points().isEmpty() ? Instant.MAX : more.points().getFirst().at();
    var points = new ArrayList<MetricPoint>();
    for (var point : before.points()) {
      if (point.at().isAfter(from) && point.at().isBefore(known)) {
        points.add(point);
      }
    }
    points.addAll(more.points());
    return new MetricSeries(more.version(), more.until(), (int) window.toSeconds(), points);
  }

  /// Waits until it is shown: no second update waits behind it.
  private void show(Runnable update) throws InterruptedException {
    var task =
        new FutureTask<>(
            () -> {
              if (!closed) {
                update.run();
              }
            },
            true);
    Platform.runLater(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
