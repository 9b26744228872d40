package dev.sluice.engine.traffic;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.domain.traffic.TableChange.Gone;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.port.TrafficRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Keeps the gateway's table equal to what was published, whatever becomes of the gateway.
///
/// One thread sends changes of the table. What is published while one is under way goes out
/// together in the next, so a burst of changes costs few tables. A gateway that has another table
/// than the one that was acknowledged last gets the whole, in parts.
public final class RoutePublisher {
  private static final System.Logger LOG = System.getLogger(RoutePublisher.class.getName());

  /// How often the gateway is looked after while there is nothing to send.
  private static final long WATCH_MILLIS = 1_000;

  /// Of a table that is sent in parts.
  private static final int ORIGINS_AT_ONCE = 5_000;

  /// Of addresses that cannot be listened on, those that are logged one by one.
  private static final int MOST_TOLD = 5;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final TrafficRouter router;
  private final GatewayProcess gateway;
  private final Map<ServiceName, ServiceRoute> routes = new HashMap<>();
  private final Thread thread;
  private final Set<ServiceName> changed = new LinkedHashSet<>();
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private final Semaphore news = new Semaphore(1);

  /// Of the last table that was sent.
  private long number;

  /// Of the table that the gateway has acknowledged; empty when it needs the whole. Used by the
  /// sending thread.
  private OptionalLong acknowledged = OptionalLong.empty();

  private volatile boolean closed;

  /// @param epoch of the store, so that numbers grow across restarts of the engine
  public RoutePublisher(TrafficRouter router, GatewayProcess gateway, long epoch) {
    this.router = router;
    this.gateway = gateway;
    this.number = epoch << 32;
    this.thread = Thread.ofVirtual().name("route-publisher").unstarted(this::run);
  }

  /// Starts sending; the first table holds `initial`.
  ///
  /// @return done when the gateway has acknowledged that table, or a newer one
  public CompletableFuture<Void> start(List<ServiceRoute> initial) {
    var first = change(() -> initial.forEach(this::put));
    thread.start();
    return first;
  }

  /// Makes `route` its service's part of the table.
  ///
  /// @return done when the gateway has acknowledged a table with it, or with a newer one
  public CompletableFuture<Void> publish(ServiceRoute route) {
    return change(() -> put(route));
  }

  private void put(ServiceRoute route) {
    routes.put(route.name(), route);
    changed.add(route.name());
  }

  /// Takes a service out of the table.
  public CompletableFuture<Void> withdraw(ServiceName service) {
    return change(
        () -> {
          routes.remove(service);
          changed.add(service);
        });
  }

  private synchronized CompletableFuture<Void> change(Runnable edit) {
    edit.run();
    var done = new CompletableFuture<Void>();
    waiting.add(done);
    news.release();
    return done;
  }

  private void run() {
    int failures = 0;
    try {
      while (awaitWork()) {
        failures = sendOnce() ? 0 : failures + 1;
        if (failures > 0) {
          Thread.sleep(Math.min(LONGEST_PAUSE.toMillis(), 50L << Math.min(failures, 10)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return false when there will be no more work
  private boolean awaitWork() throws InterruptedException {
    news.tryAcquire(WATCH_MILLIS, TimeUnit.MILLISECONDS);
    news.drainPermits();
    return !closed;
  }

  private boolean sendOnce() throws InterruptedException {
    var batch = take();
    try {
      if (!sentAtOnce(batch)) {
        boolean another = gateway.ensureRunning();
        if (another) {
          LOG.log(INFO, "The gateway is another process than before; looking which table it has.");
        }
        if (another || !batch.isEmpty() || acknowledged.isEmpty()) {
          send(batch);
        }
      }
      batch.waiting().forEach(future -> future.complete(null));
      return true;
    } catch (IOException e) {
      LOG.log(WARNING, "The gateway did not take the routing table: {0}", e.getMessage());
      sendAgain(batch);
      return false;
    }
  }

  /// Sends a change without looking first who the gateway is: whoever it is, it takes the change
  /// only if it has the table that the change was made for.
  private boolean sentAtOnce(Batch batch) throws InterruptedException {
    if (batch.isEmpty() || acknowledged.isEmpty()) {
      return false;
    }
    try {
      acknowledged = OptionalLong.of(send(changeOf(batch, acknowledged)));
      return true;
    } catch (IOException e) {
      LOG.log(DEBUG, "Looking after the gateway, because {0}.", e.getMessage());
      return false;
    }
  }

  private void send(Batch batch) throws IOException, InterruptedException {
    if (acknowledged.isPresent()) {
      try {
        acknowledged = OptionalLong.of(send(changeOf(batch, acknowledged)));
        return;
      } catch (TrafficRouter.UnfoundedChangeException e) {
        LOG.log(INFO, "Sending the gateway the whole table, because {0}.", e.getMessage());
        acknowledged = OptionalLong.empty();
      }
    }
    sendWhole();
  }

  /// Without anything to change it has the number of the present table, and is acknowledged by a
  /// gateway that has it.
  private TableChange changeOf(Batch batch, OptionalLong base) {
    long next = batch.isEmpty() ? base.orElseThrow() : nextNumber();
    return new TableChange(base, next, batch.present(), new Gone.These(batch.gone()));
  }

  /// In parts, so that neither side holds all of a large table twice. Each service is whole in its
  /// part; only the last part takes out what does not belong.
  private void sendWhole() throws IOException, InterruptedException {
    List<ServiceRoute> all;
    synchronized (this) {
      all = List.copyOf(routes.values());
    }
    var names = all.stream().map(ServiceRoute::name).collect(Collectors.toSet());
    var base = OptionalLong.empty();
    int from = 0;
    do {
      int to = endOfPart(all, from);
      var gone = to == all.size() ? new Gone.AllBut(names) : Gone.NONE;
      base =
          OptionalLong.of(send(new TableChange(base, nextNumber(), all.subList(from, to), gone)));
      from = to;
    } while (from < all.size());
    acknowledged = base;
  }

  private static int endOfPart(List<ServiceRoute> all, int from) {
    int origins = 0;
    int to = from;
    while (to < all.size() && origins < ORIGINS_AT_ONCE) {
      origins += all.get(to).versions().stream().mapToInt(v -> 1 + v.origins().size()).sum();
      to++;
    }
    return to;
  }

  private long send(TableChange change) throws IOException, InterruptedException {
    var failures = router.apply(change);
    for (var failure : failures.subList(0, Math.min(failures.size(), MOST_TOLD))) {
      LOG.log(WARNING, "Address {0} is not open: {1}", failure.address(), failure.reason());
    }
    if (failures.size() > MOST_TOLD) {
      LOG.log(
          WARNING,
          "Nor are {0,number} other addresses. Their versions are reached by their host names.",
          failures.size() - MOST_TOLD);
    }
    return change.number();
  }

  private synchronized long nextNumber() {
    return ++number;
  }

  /// What is to be sent, and who waits for it.
  private record Batch(
      List<ServiceRoute> present, Set<ServiceName> gone, List<CompletableFuture<Void>> waiting) {
    boolean isEmpty() {
      return present.isEmpty() && gone.isEmpty();
    }
  }

  private synchronized Batch take() {
    var present = new ArrayList<ServiceRoute>();
    var gone = new HashSet<ServiceName>();
    for (var name : changed) {
      var route = routes.get(name);
      if (route == null) {
        gone.add(name);
      } else {
        present.add(route);
      }
    }
    changed.clear();
    var batch = new Batch(present, gone, waiting);
    waiting = new ArrayList<>();
    return batch;
  }

  private synchronized void sendAgain(Batch batch) {
    batch.present().forEach(route -> changed.add(route.name()));
    changed.addAll(batch.gone());
    waiting.addAll(batch.waiting());
    news.release();
  }

  /// Stops sending; the gateway goes on with the table it has.
  public void stop() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join(Duration.ofSeconds(10));
  }
}
