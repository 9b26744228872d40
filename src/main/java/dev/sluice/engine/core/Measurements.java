package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.DEBUG;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.port.Platform.Usage;
import dev.sluice.engine.port.TrafficRouter;
import dev.sluice.engine.port.TrafficRouter.InstanceFigures;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What gateway and platform measured over the last seconds. Taken once a second; read by anyone.
final class Measurements {
  /// The window of the "actual share" that stands beside the wanted one.
  static final int WINDOW_SECONDS = 10;

  private static final System.Logger LOG = System.getLogger(Measurements.class.getName());

  private final Platform platform;
  private final TrafficRouter router;
  private final Deque<Sample> samples = new ArrayDeque<>();

  Measurements(Platform platform, TrafficRouter router) {
    this.platform = platform;
    this.router = router;
  }

  /// @param known whether the gateway answered
  /// @param figures counted since the gateway started, by instance
  record Sample(
      Instant at,
      boolean known,
      Map<InstanceId, InstanceFigures> figures,
      Map<InstanceId, Usage> usage) {}

  /// Sums over a version in the window.
  ///
  /// @param seconds the window is long; 0 while there is nothing to compare
  record Traffic(double seconds, long requests, long errors, int inFlight) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0);
  }

  /// How much of the window was measured; 0 while there is nothing to compare.
  double seconds() {
    synchronized (samples) {
      return samples.isEmpty() || !samples.stream().allMatch(Sample::known)
          ? 0
          : (samples.getLast().at().toEpochMilli() - samples.getFirst().at().toEpochMilli())
              / 1000.0;
    }
  }

  /// Measures once. Waits for the gateway's answer.
  void take(Instant now) throws InterruptedException {
    Map<InstanceId, InstanceFigures> figures = new HashMap<>();
    boolean known = false;
    try {
      router.figures().forEach(figure -> figures.put(figure.instance(), figure));
      known = true;
    } catch (IOException e) {
      LOG.log(DEBUG, "No figures from the gateway: {0}", e.getMessage());
    }
    var sample = new Sample(now, known, figures, platform.usage());
    synchronized (samples) {
      samples.addLast(sample);
      while (samples.size() > WINDOW_SECONDS + 1) {
        samples.removeFirst();
      }
    }
  }

  Optional<Usage> usage(InstanceId instance) {
    return latest().map(sample -> sample.usage().get(instance));
  }

  Optional<Integer> inFlight(InstanceId instance) {
    return latest().map(s -> s.figures().get(instance)).map(InstanceFigures::inFlight);
  }

  /// Whether a request was counted in the window or is in flight, or may be because the gateway did
  /// not answer.
  boolean isBusy(VersionName version) {
    boolean known;
    synchronized (samples) {
      known = !samples.isEmpty() && samples.stream().allMatch(Sample::known);
    }
    var sum = traffic().get(version);
    return !known || (sum != null && (sum.requests() > 0 || sum.inFlight() > 0));
  }

  /// Of every version that the gateway counted something for.
  Map<VersionName, Traffic> traffic() {
    List<Sample> window;
    synchronized (samples) {
      window = List.copyOf(samples);
    }
    if (window.isEmpty()) {
      return Map.of();
    }
    var sums = new HashMap<VersionName, Traffic>();
    double seconds =
        (window.getLast().at().toEpochMilli() - window.getFirst().at().toEpochMilli()) / 1000.0;
    for (var now : window.getLast().figures().values()) {
      sums.merge(now.version(), inWindow(window, now, seconds), Measurements::add);
    }
    for (var gone : lastSeen(window).values()) {
      sums.merge(gone.version(), inWindow(window, gone, seconds), Measurements::add);
    }
    return sums;
  }

  /// Instances that were there earlier in the window and are no more; their requests count.
  private static Map<InstanceId, InstanceFigures> lastSeen(List<Sample> window) {
    var gone = new HashMap<InstanceId, InstanceFigures>();
    for (var sample : window) {
      gone.putAll(sample.figures());
    }
    gone.keySet().removeAll(window.getLast().figures().keySet());
    return gone;
  }

  private static Traffic inWindow(List<Sample> window, InstanceFigures last, double seconds) {
    var first = window.getFirst().figures().get(last.instance());
    long requests = last.requests();
    long errors = last.serverErrors();
    if (first != null && first.requests() <= requests) {
      requests -= first.requests();
      errors -= first.serverErrors();
    }
    boolean present = window.getLast().figures().containsKey(last.instance());
    return new Traffic(seconds, requests, errors, present ? last.inFlight() : 0);
  }

  private static Traffic add(Traffic a, Traffic b) {
    return new Traffic(
        Math.max(a.seconds(), b.seconds()),
        a.requests() + b.requests(),
        a.errors() + b.errors(),
        a.inFlight() + b.inFlight());
  }

  private Optional<Sample> latest() {
    synchronized (samples) {
      return Optional.ofNullable(samples.peekLast());
    }
  }
}
