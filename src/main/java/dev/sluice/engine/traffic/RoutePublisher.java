package dev.sluice.engine.traffic;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.port.TrafficRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Keeps the gateway's table equal to what was published, whatever becomes of the gateway.
///
/// One thread sends tables. What is published while one is under way goes out together in the next,
/// so a burst of changes costs few tables. A gateway that died is started again and gets the newest
/// table.
public final class RoutePublisher {
  private static final System.Logger LOG = System.getLogger(RoutePublisher.class.getName());

  /// How often the gateway is looked after while there is nothing to send.
  private static final long WATCH_MILLIS = 1_000;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final TrafficRouter router;
  private final GatewayProcess gateway;
  private final Map<ServiceName, ServiceRoute> routes = new HashMap<>();
  private final Thread thread;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private final Semaphore news = new Semaphore(1);
  private long number;
  private boolean dirty;
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
    var acknowledged = change(() -> initial.forEach(route -> routes.put(route.name(), route)));
    thread.start();
    return acknowledged;
  }

  /// Makes `route` its service's part of the table.
  ///
  /// @return done when the gateway has acknowledged a table with it, or with a newer one
  public CompletableFuture<Void> publish(ServiceRoute route) {
    return change(() -> routes.put(route.name(), route));
  }

  /// Takes a service out of the table.
  public CompletableFuture<Void> withdraw(ServiceName service) {
    return change(() -> routes.remove(service));
  }

  private synchronized CompletableFuture<Void> change(Runnable edit) {
    edit.run();
    dirty = true;
    var acknowledged = new CompletableFuture<Void>();
    waiting.add(acknowledged);
    news.release();
    return acknowledged;
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
    List<CompletableFuture<Void>> answered;
    RoutingTable table = null;
    synchronized (this) {
      answered = waiting;
      waiting = new ArrayList<>();
      if (dirty) {
        number++;
        table = new RoutingTable(number, List.copyOf(routes.values()));
      }
      dirty = false;
    }
    try {
      if (gateway.ensureRunning() && table == null) {
        LOG.log(INFO, "The gateway was started again; sending it the table.");
        table = renumbered();
      }
      if (table != null) {
        for (var failure : router.apply(table)) {
          LOG.log(WARNING, "Address {0} is not open: {1}", failure.address(), failure.reason());
        }
      }
      answered.forEach(future -> future.complete(null));
      return true;
    } catch (IOException e) {
      LOG.log(WARNING, "The gateway did not take the routing table: {0}", e.getMessage());
      sendAgain(answered);
      return false;
    }
  }

  private synchronized RoutingTable renumbered() {
    number++;
    return new RoutingTable(number, List.copyOf(routes.values()));
  }

  private synchronized void sendAgain(List<CompletableFuture<Void>> unanswered) {
    dirty = true;
    waiting.addAll(unanswered);
    news.release();
  }

  /// Stops sending; the gateway goes on with the table it has.
  public void stop() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join(Duration.ofSeconds(10));
  }
}
