package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.DEBUG;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.metrics.TrafficHistory;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.port.Platform.Usage;
import dev.sluice.engine.port.TrafficRouter;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What gateway and platform measured. Taken once a second; read by anyone.
final class Measurements {
  /// Of traffic that is remembered.
  private static final long MOST_BYTES = 64L << 20;

  private static final System.Logger LOG = System.getLogger(Measurements.class.getName());

  private final Platform platform;
  private final TrafficRouter router;
  private final TrafficHistory history = new TrafficHistory(MOST_BYTES);
  private final ReentrantLock taking = new ReentrantLock();
  private Position position = Position.START;
  private volatile Map<InstanceId, Usage> usage = Map.of();
  private volatile Optional<Map<InstanceId, Integer>> inFlight = Optional.empty();

  Measurements(Platform platform, TrafficRouter router) {
    this.platform = platform;
    this.router = router;
  }

  /// Measures once. Waits for the gateway's answer.
  ///
  /// @return false, having done nothing, when the one before still waits
  boolean take(Instant now) throws InterruptedException {
    if (!taking.tryLock()) {
      return false;
    }
    try {
      takeFigures(now);
      usage = platform.usage();
      return true;
    } finally {
      taking.unlock();
    }
  }

  private void takeFigures(Instant now) throws InterruptedException {
    try {
      GatewayFigures figures = router.figures(position);
      position = figures.position();
      inFlight = Optional.of(figures.inFlight());
      history.add(now, figures.seconds());
    } catch (IOException e) {
      LOG.log(DEBUG, "No figures from the gateway: {0}", e.getMessage());
      inFlight = Optional.empty();
      history.addUnknown(now);
    }
  }

  TrafficHistory history() {
    return history;
  }

  Optional<Usage> usage(InstanceId instance) {
    return Optional.ofNullable(usage.get(instance));
  }

  /// Absent while the gateway does not say.
  Optional<Integer> inFlight(InstanceId instance) {
    return inFlight.map(known -> known.getOrDefault(instance, 0));
  }

  /// Whether a request was counted in the window, or may have been because the gateway did not
  /// answer.
  boolean isBusy(VersionName version, Instant now) {
    return !history.known(now, VersionMetrics.WINDOW)
        || history.isBusy(version, now, VersionMetrics.WINDOW);
  }
}
