package dev.sluice.gateway.figures;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.OfInstance;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.engine.port.GatewayFigures.Refused;
import dev.sluice.engine.port.GatewayFigures.Second;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.gateway.route.Router;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes what the event loops counted once a second, adds it up, and keeps the last minute of it
/// for the engine, which may be away for a while. Thread-safe.
public final class Figures implements AutoCloseable {
  /// No more seconds are kept than this, and fewer when much was counted.
  private static final int MOST_SECONDS = 60;

  /// Of counts of one instance in one second, in all the seconds that are kept: some 20 MiB.
  private static final int MOST_KEPT = 100_000;

  private static final Duration EVERY = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(Figures.class.getName());

  private final Router router;
  private final String gateway;
  private final LongSupplier droppedLogLines;
  private final List<Loop> loops = new ArrayList<>();
  private final ArrayDeque<Second> seconds = new ArrayDeque<>();
  private final List<Second> adopted = new ArrayList<>();

  /// What a gateway that was taken over from had counted by then, for a minute; null when there was
  /// none.
  private @Nullable GatewayFigures before;

  private final Totals totals = new Totals();
  private final LatencyRecorder.Sum latency = new LatencyRecorder.Sum();
  private final Thread thread = Thread.ofVirtual().name("figures").unstarted(this::run);
  private long taken = System.nanoTime();
  private long last;
  private int kept;

  /// @param gateway what tells this process from one before and after it
  /// @param droppedLogLines how many lines of the access log were dropped so far
  public Figures(
      Router router,
      String gateway,
      Map<EventExecutor, LoopFigures> counted,
      LongSupplier droppedLogLines) {
    this.router = router;
    this.droppedLogLines = droppedLogLines;
    this.gateway = gateway;
    counted.forEach((loop, figures) -> loops.add(new Loop(loop, figures)));
  }

  /// Begins the first second, which also holds what was counted before.
  public void start() {
    beginSecond();
    thread.start();
  }

  private synchronized void beginSecond() {
    taken = System.nanoTime();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        take();
      }
    } catch (InterruptedException | CancellationException e) {
      LOG.log(System.Logger.Level.DEBUG, "Nothing is counted any more");
    }
  }

  /// Ends a second now.
  public synchronized void take() throws InterruptedException {
    loops.forEach(Loop::ask);
    var counts = new HashMap<InstanceId, OfInstance>();
    var refused = new HashMap<Interval.Refusal, Long>();
    var intervals = new ArrayList<Interval>();
    for (var loop : loops) {
      var interval = loop.await();
      if (interval != null) {
        intervals.add(interval);
        interval.refused().forEach((refusal, count) -> refused.merge(refusal, count, Long::sum));
      }
    }
    intervals.forEach(interval -> addUp(interval, intervals, counts));
    intervals.forEach(Interval::empty);
    long now = System.nanoTime();
    var second =
        new Second(
            (now - taken) / 1e9,
            Stream.concat(
                    counts.values().stream(),
                    adopted.stream().flatMap(other -> other.instances().stream()))
                .toList(),
            Stream.concat(
                    refused.entrySet().stream().map(e -> refused(e.getKey(), e.getValue())),
                    adopted.stream().flatMap(other -> other.refused().stream()))
                .toList());
    adopted.clear();
    taken = now;
    keep(second);
    totals.add(second);
    totals.retain(router::knows, router::knows, second);
  }

  /// Keeps what a gateway that this one has taken over from had counted by then, for an engine that
  /// has not asked for it yet. To be called before [#start], so that no time is counted twice.
  ///
  /// @param counted all that it still has; what it has inherited itself is left to those who asked
  ///   it
  public synchronized void inherit(GatewayFigures counted) {
    var seconds = counted.seconds();
    long own = Math.min(seconds.size(), counted.position().second());
    before =
        new GatewayFigures(
            counted.position(), seconds.stream().skip(seconds.size() - own).toList(), Map.of());
  }

  /// Adds what that gateway counts after that: it belongs to the present second.
  public synchronized void adopt(List<Second> counted) {
    adopted.addAll(counted);
  }

  /// Adds up what all of `intervals` counted for the instances of one of them.
  private void addUp(Interval one, List<Interval> intervals, Map<InstanceId, OfInstance> counts) {
    one.instances()
        .forEach(
            (instance, entry) -> {
              if (!counts.containsKey(instance)) {
                var sum = new Counters.Sum(latency);
                for (var interval : intervals) {
                  var counted = interval.instances().get(instance);
                  if (counted != null) {
                    counted.counters().addTo(sum);
                  }
                }
                counts.put(instance, new OfInstance(instance, entry.version(), sum.take()));
              }
            });
  }

  private static Refused refused(Interval.Refusal refusal, long count) {
    return new Refused(
        refusal.service(), refusal.version(), refusal.reason(), refusal.status(), count);
  }

  private void keep(Second second) {
    seconds.addLast(second);
    last++;
    if (last == MOST_SECONDS) {
      before = null;
    }
    kept += weight(second);
    while (seconds.size() > MOST_SECONDS || (kept > MOST_KEPT && seconds.size() > 1)) {
      kept -= weight(seconds.removeFirst());
    }
  }

  private static int weight(Second second) {
    return 1 + second.instances().size() + second.refused().size();
  }

  /// The seconds after `after`, as far as they are kept. Who has read those of this gateway only to
  /// the end of what it inherited, or none, gets these first.
  public synchronized GatewayFigures after(Position after) {
    boolean known = after.gateway().equals(gateway);
    var inherited = before;
    return new GatewayFigures(
        new Position(gateway, last),
        Stream.concat(
                known || inherited == null
                    ? Stream.empty()
                    : following(after, inherited.position(), inherited.seconds()),
                following(after, new Position(gateway, last), seconds))
            .toList(),
        router.inFlight());
  }

  /// Of what was counted up to `last`, what comes after `after`.
  private static Stream<Second> following(
      Position after, Position last, Collection<Second> counted) {
    long missing = last.second();
    if (after.gateway().equals(last.gateway())) {
      missing -= after.second();
    }
    return counted.stream().skip(Math.max(0, counted.size() - Math.max(0, missing)));
  }

  /// Up to the last whole second.
  public synchronized GatewayTotals totals() {
    return totals.view(router.figures(), droppedLogLines.getAsLong());
  }

  /// One event loop, and what is asked of it.
  private static final class Loop {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final EventExecutor executor;
    private final LoopFigures figures;

    /// Two take turns: one is counted in, the other one is added up.
    private Interval empty = new Interval();

    private @Nullable CompletableFuture<Interval> asked;

    Loop(EventExecutor executor, LoopFigures figures) {
      this.executor = executor;
      this.figures = figures;
    }

    void ask() {
      if (asked == null) {
        var answer = new CompletableFuture<Interval>();
        var next = empty;
        try {
          executor.execute(() -> answer.complete(figures.exchange(next)));
          asked = answer;
        } catch (RejectedExecutionException e) {
          // It has ended; what it counted last is lost with the process.
        }
      }
    }

    /// Null when the loop is too busy; what it counted comes with the next second.
    @Nullable Interval await() throws InterruptedException {
      if (asked == null) {
        return null;
      }
      try {
        var full = asked.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        asked = null;
        empty = full;
        return full;
      } catch (TimeoutException e) {
        return null;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
