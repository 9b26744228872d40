package dev.sluice.engine.metrics;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
import dev.sluice.engine.port.GatewayFigures.Second;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What was measured of every version, moment by moment: as a rule a second, the gateway's. Only
/// versions with something to remember take memory, and all of them together no more than a bound;
/// where that is reached, the oldest moments of all are forgotten first. Thread-safe.
///
/// Moments are dated by the engine's clock. When that is set back, all is forgotten, rather than
/// counted in the wrong window.
public final class TrafficHistory {
  private static final int MOST_MOMENTS = (int) VersionMetrics.LONGEST_WINDOW.toSeconds();

  /// A clock that is corrected by less is not set back.
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final long mostBytes;
  private final ArrayDeque<Moment> moments = new ArrayDeque<>();
  private final Map<VersionName, ArrayDeque<Point>> versions = new HashMap<>();

  /// Requests of a service that no version was chosen for.
  private final Map<ServiceName, ArrayDeque<Point>> strays = new HashMap<>();

  private long lastKey;
  private long bytes;

  /// @param mostBytes to remember, about
  public TrafficHistory(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// @param seconds that the gateway counted for; 0 when it could not be asked
  private record Moment(long key, Instant at, double seconds) {}

  /// The moments that a window holds: those from a key on.
  private record Window(long from, double seconds, boolean whole) {}

  /// Remembers what the gateway counted.
  ///
  /// @param now end of the last one of `seconds`
  public synchronized void add(Instant now, List<Second> seconds) {
    double after = seconds.stream().mapToDouble(Second::seconds).sum();
    for (var second : seconds) {
      after -= second.seconds();
      var at = now.minusNanos(Math.round(after * 1e9));
      long key = begin(at, second.seconds());
      for (var of : second.instances()) {
        add(
            versions.computeIfAbsent(of.version(), _ -> new ArrayDeque<>()),
            key,
            Tally.of(of.counts()));
      }
      for (var refused : second.refused()) {
        var tally = Tally.of(refused);
        refused
            .version()
            .ifPresentOrElse(
                name -> add(versions.computeIfAbsent(name, _ -> new ArrayDeque<>()), key, tally),
                () ->
                    refused
                        .service()
                        .ifPresent(
                            name ->
                                add(
                                    strays.computeIfAbsent(name, _ -> new ArrayDeque<>()),
                                    key,
                                    tally)));
      }
    }
    forget();
  }

  /// The gateway could not be asked.
  public synchronized void addUnknown(Instant now) {
    begin(now, 0);
    forget();
  }

  /// Remembers what a version's instances did at the last moment.
  public synchronized void use(VersionName version, VersionUse use) {
    if (moments.isEmpty()) {
      return;
    }
    var points = versions.computeIfAbsent(version, _ -> new ArrayDeque<>());
    point(points, moments.getLast().key()).use(use);
  }

  private long begin(Instant at, double seconds) {
    if (!moments.isEmpty() && at.isBefore(moments.getLast().at().minus(SLACK))) {
      moments.clear();
      versions.clear();
      strays.clear();
      bytes = 0;
    }
    moments.addLast(new Moment(++lastKey, at, seconds));
    return lastKey;
  }

  private void add(ArrayDeque<Point> points, long key, Tally tally) {
    var point = point(points, key);
    bytes -= point.bytes();
    point.add(tally);
    bytes += point.bytes();
  }

  private Point point(ArrayDeque<Point> points, long key) {
    var last = points.peekLast();
    if (last != null && last.key() == key) {
      return last;
    }
    var fresh = new Point(key);
    points.addLast(fresh);
    bytes += fresh.bytes();
    return fresh;
  }

  private void forget() {
    int most = bytes > mostBytes ? Math.max(1, moments.size() * 9 / 10) : MOST_MOMENTS;
    if (moments.size() <= most) {
      return;
    }
    while (moments.size() > most) {
      moments.removeFirst();
    }
    long from = moments.getFirst().key();
    forget(versions.values().iterator(), from);
    forget(strays.values().iterator(), from);
  }

  private void forget(Iterator<ArrayDeque<Point>> all, long from) {
    while (all.hasNext()) {
      var points = all.next();
      while (!points.isEmpty() && points.getFirst().key() < from) {
        bytes -= points.removeFirst().bytes();
      }
      if (points.isEmpty()) {
        all.remove();
      }
    }
  }

  /// Forgets the versions and services that are gone.
  public synchronized void retain(Predicate<VersionName> known, Predicate<ServiceName> present) {
    retain(versions, known);
    retain(strays, present);
  }

  private <N> void retain(Map<N, ArrayDeque<Point>> all, Predicate<N> kept) {
    all.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !kept.test(entry.getKey());
              if (gone) {
                entry.getValue().forEach(point -> bytes -= point.bytes());
              }
              return gone;
            });
  }

  /// Whether every moment of the window was measured.
  public synchronized boolean known(Instant now, Duration window) {
    return !moments.isEmpty() && window(now, window).whole();
  }

  /// How many seconds are remembered.
  public synchronized double remembered() {
    return moments.stream().mapToDouble(Moment::seconds).sum();
  }

  public synchronized TrafficFigures traffic(VersionName version, Instant now, Duration window) {
    return traffic(List.of(version), now, window, new TallySum());
  }

  /// Of a service's versions together, and of requests that no version was chosen for.
  ///
  /// @param sum used to add up
  private TrafficFigures traffic(
      Collection<VersionName> names, Instant now, Duration window, TallySum sum) {
    var asked = window(now, window);
    names.forEach(name -> add(versions.get(name), asked, sum));
    return sum.take(asked.seconds());
  }

  private static void add(@Nullable ArrayDeque<Point> points, Window window, TallySum sum) {
    if (points != null) {
      var newestFirst = points.descendingIterator();
      while (newestFirst.hasNext()) {
        var point = newestFirst.next();
        if (point.key() < window.from()) {
          return;
        }
        point.tally().ifPresent(sum::add);
      }
    }
  }

  private Window window(Instant now, Duration window) {
    var from = now.minus(window);
    long key = lastKey + 1;
    double seconds = 0;
    boolean whole = true;
    var newestFirst = moments.descendingIterator();
    while (newestFirst.hasNext()) {
      var moment = newestFirst.next();
      if (!moment.at().isAfter(from)) {
        break;
      }
      key = moment.key();
      seconds += moment.seconds();
      whole &= moment.seconds() > 0;
    }
    return new Window(key, seconds, whole);
  }

  /// How many requests of the version ended in the window.
  public synchronized long requests(VersionName version, Instant now, Duration window) {
    var points = versions.get(version);
    long sum = 0;
    if (points != null) {
      long from = window(now, window).from();
      var newestFirst = points.descendingIterator();
      while (newestFirst.hasNext()) {
        var point = newestFirst.next();
        if (point.key() < from) {
          break;
        }
        sum += point.tally().map(Tally::requests).orElse(0L);
      }
    }
    return sum;
  }

  /// Whether a request of the version was counted in the window.
  public synchronized boolean isBusy(VersionName version, Instant now, Duration window) {
    return requests(version, now, window) > 0;
  }

  /// Moment by moment, oldest first.
  public synchronized List<MetricPoint> series(VersionName version, Instant now, Duration window) {
    var points = new ArrayDeque<>(versions.getOrDefault(version, new ArrayDeque<>()));
    var series = new ArrayList<MetricPoint>();
    var sum = new TallySum();
    long from = window(now, window).from();
    for (var moment : moments) {
      if (moment.key() >= from) {
        while (!points.isEmpty() && points.getFirst().key() < moment.key()) {
          points.removeFirst();
        }
        var point =
            points.isEmpty() || points.getFirst().key() > moment.key() ? null : points.getFirst();
        if (point != null) {
          point.tally().ifPresent(sum::add);
        }
        var use = point == null ? VersionUse.UNKNOWN : point.use();
        if (moment.seconds() > 0 || !use.equals(VersionUse.UNKNOWN)) {
          series.add(new MetricPoint(moment.at(), sum.take(moment.seconds()), use));
        }
      }
    }
    return series;
  }

  /// Of many services at once.
  ///
  /// @param names of services with their versions, in the order of the answer
  public synchronized List<ServiceMetrics> services(
      Map<ServiceName, ? extends Collection<VersionName>> names, Instant now) {
    var steps = steps(now);
    var window = window(now, VersionMetrics.WINDOW);
    var sum = new TallySum();
    var answer = new ArrayList<ServiceMetrics>();
    names.forEach(
        (service, ofService) -> {
          var points = new ArrayList<ArrayDeque<Point>>();
          ofService.forEach(name -> Optional.ofNullable(versions.get(name)).ifPresent(points::add));
          Optional.ofNullable(strays.get(service)).ifPresent(points::add);
          points.forEach(each -> add(each, window, sum));
          answer.add(
              new ServiceMetrics(service, now, sum.take(window.seconds()), steps.rates(points)));
        });
    return answer;
  }

  private Steps steps(Instant now) {
    var steps = new Steps(lastKey);
    var newestFirst = moments.descendingIterator();
    while (newestFirst.hasNext()) {
      var moment = newestFirst.next();
      long age = Duration.between(moment.at(), now).toMillis();
      long step = Math.max(0, age) / (1_000L * ServiceMetrics.STEP_SECONDS);
      if (step >= ServiceMetrics.STEPS) {
        break;
      }
      steps.add(moment.key(), moment.seconds(), ServiceMetrics.STEPS - 1 - (int) step);
    }
    return steps;
  }

  /// Which step of a service's history a moment belongs to.
  private static final class Steps {
    private final long lastKey;
    private final List<Integer> stepOf = new ArrayList<>();
    private final double[] seconds = new double[ServiceMetrics.STEPS];

    Steps(long lastKey) {
      this.lastKey = lastKey;
    }

    /// Newest first, without gaps between keys.
    void add(long key, double measured, int step) {
      if (lastKey - key != stepOf.size()) {
        throw new IllegalArgumentException("moment " + key + " out of turn");
      }
      stepOf.add(step);
      seconds[step] += measured;
    }

    List<Optional<Double>> rates(List<ArrayDeque<Point>> all) {
      var requests = new long[ServiceMetrics.STEPS];
      for (var points : all) {
        var newestFirst = points.descendingIterator();
        while (newestFirst.hasNext()) {
          var point = newestFirst.next();
          int back = (int) (lastKey - point.key());
          if (back >= stepOf.size()) {
            break;
          }
          requests[stepOf.get(back)] += point.tally().map(Tally::requests).orElse(0L);
        }
      }
      var rates = new ArrayList<Optional<Double>>();
      for (int i = 0; i < requests.length; i++) {
        rates.add(seconds[i] > 0 ? Optional.of(requests[i] / seconds[i]) : Optional.empty());
      }
      return rates;
    }
  }
}
