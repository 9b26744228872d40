package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.DEBUG;

import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.TrafficRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Measures every second and lets versions have as many instances as their load asks for: more and
/// fewer (R63, R65), those of a timed window (R66), none at all when idle, and the first one again
/// when a request waits (R64).
final class LoadWatch {
  private static final System.Logger LOG = System.getLogger(LoadWatch.class.getName());

  private static final Duration DEMAND_WAIT = Duration.ofSeconds(10);

  /// Between two looks at requests that wait: starting an instance takes longer.
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// After the gateway could not be asked.
  private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

  private final Kernel kernel;
  private final Reading reading;
  private final MetricsReading measured;
  private final TrafficRouter router;
  private final Duration idleTime;

  /// As [System#nanoTime] has it, so that setting a clock puts nothing to sleep.
  private final Map<VersionName, Long> lastBusy = new ConcurrentHashMap<>();

  private final Thread demand = Thread.ofVirtual().name("demand").unstarted(this::followDemand);

  LoadWatch(Kernel kernel, Reading reading, EngineParts parts) {
    this.kernel = kernel;
    this.reading = reading;
    this.measured = new MetricsReading(kernel);
    this.router = parts.router();
    this.idleTime = parts.choices().idleTime();
  }

  void start() {
    kernel.everySecond(this::look);
    demand.start();
  }

  void stop() {
    demand.interrupt();
  }

  private void look() {
    try {
      if (!kernel.measurements.take(kernel.now())) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    for (var state : kernel.all()) {
      state.versions().values().forEach(this::look);
    }
    lastBusy.keySet().removeIf(name -> !exists(name));
    kernel.measurements.history().retain(this::exists, name -> kernel.find(name).isPresent());
  }

  private boolean exists(VersionName name) {
    return kernel.find(name.service()).flatMap(service -> service.find(name)).isPresent();
  }

  private void look(VersionRecord version) {
    if (!version.instances().isEmpty()) {
      kernel.measurements.history().use(version.name(), measured.use(version));
    }
    var wanted = isIdle(version) ? OptionalInt.of(0) : reading.scaleTo(version);
    wanted.ifPresent(count -> kernel.suggest(version.name(), new Input.Scale(count)));
  }

  /// Counts from the first look, so that a restarted engine does not take for idle what it has not
  /// watched. As long as the gateway's figures are not known, nothing counts as idle.
  private boolean isIdle(VersionRecord version) {
    long now = System.nanoTime();
    var name = version.name();
    boolean zero = version.rollout().current().configuration().scaling().min() == 0;
    if (!zero || version.wanted() == 0) {
      lastBusy.remove(name);
      return false;
    }
    if (kernel.measurements.isBusy(name, kernel.now())) {
      lastBusy.put(name, now);
      return false;
    }
    long since = lastBusy.computeIfAbsent(name, _ -> now);
    return now - since >= idleTime.toNanos() && reading.leastNow(version) == 0;
  }

  private void followDemand() {
    try {
      while (true) {
        try {
          for (var version : router.awaitDemand(DEMAND_WAIT)) {
            lastBusy.put(version, System.nanoTime());
            kernel.suggest(version, new Input.Rouse());
          }
          Thread.sleep(PAUSE);
        } catch (IOException e) {
          LOG.log(DEBUG, "Cannot ask the gateway who waits: {0}", e.getMessage());
          Thread.sleep(LONG_PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
