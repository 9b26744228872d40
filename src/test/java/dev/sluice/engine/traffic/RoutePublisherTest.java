package dev.sluice.engine.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.TrafficRouter;
import dev.sluice.gateway.route.TestRoutes;
import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoutePublisherTest {
  private final Gateway gateway = new Gateway();
  private final RoutePublisher publisher = new RoutePublisher(gateway, gateway, 7);

  /// A gateway that can lose its table, or take one without saying so.
  private static final class Gateway implements TrafficRouter, GatewayProcess {
    final List<TableChange> changes = new CopyOnWriteArrayList<>();
    private RoutingTable table = RoutingTable.EMPTY;
    private boolean another;
    private boolean silent;

    @Override
    public synchronized List<AddressFailure> apply(TableChange change) throws IOException {
      if (change.number() > table.number()) {
        if (!change.holdsFor(table.number())) {
          throw new UnfoundedChangeException(table.number());
        }
        changes.add(change);
        table = change.of(table);
      }
      if (silent) {
        silent = false;
        throw new IOException("no answer in time");
      }
      return List.of();
    }

    synchronized Set<String> services() {
      return table.services().stream()
          .map(route -> route.name().value())
          .collect(Collectors.toSet());
    }

    synchronized void restart(RoutingTable kept) {
      table = kept;
      another = true;
    }

    synchronized void beSilentOnce() {
      silent = true;
    }

    synchronized RoutingTable table() {
      return table;
    }

    @Override
    public synchronized boolean ensureRunning() {
      boolean was = another;
      another = false;
      return was;
    }

    @Override
    public void replace() {
      // Nothing runs.
    }

    @Override
    public void stop() {
      // Nothing runs.
    }

    @Override
    public boolean awaitIdle(InstanceId instance, Duration limit) {
      return true;
    }

    @Override
    public Set<VersionName> awaitDemand(Duration limit) {
      return Set.of();
    }

    @Override
    public GatewayFigures figures(GatewayFigures.Position after) {
      return new GatewayFigures(after, List.of(), Map.of());
    }

    @Override
    public GatewayTotals totals() {
      return new GatewayTotals(List.of(), List.of(), List.of(), 0);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    publisher.stop();
  }

  private static ServiceRoute service(String name, int instances) {
    return TestRoutes.service(name, 1, instances, 100);
  }

  private static void await(CompletableFuture<Void> acknowledged) throws Exception {
    acknowledged.get(30, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("the whole table is sent once, then only what changes")
  void onlyChanges() throws Exception {
    await(publisher.start(List.of(service("shop", 1), service("bank", 1))));
    await(publisher.publish(service("shop", 2)));
    await(publisher.withdraw(new ServiceName("bank")));
    assertEquals(3, gateway.changes.size());
    assertEquals(2, gateway.changes.get(0).services().size());
    assertEquals(List.of(service("shop", 2)), gateway.changes.get(1).services());
    assertEquals(List.of(), gateway.changes.get(2).services());
    assertEquals(Set.of("shop"), gateway.services());
    assertTrue(gateway.table().number() > 7L << 32, "R21 numbers grow across engines");
  }

  @Test
  @DisplayName("a gateway that comes back with an older table, or none, gets the whole by itself")
  void comesBack() throws Exception {
    await(publisher.start(List.of(service("shop", 1), service("bank", 1))));
    var older = gateway.table();
    await(publisher.publish(service("mall", 1)));
    for (var kept : List.of(older, RoutingTable.EMPTY)) {
      gateway.restart(kept);
      Eventually.holds(
          "the whole table", () -> gateway.services().equals(Set.of("shop", "bank", "mall")));
    }
  }

  @Test
  @DisplayName("a gateway that comes back with the table it acknowledged is sent nothing")
  void comesBackWhole() throws Exception {
    await(publisher.start(List.of(service("shop", 1))));
    gateway.restart(gateway.table());
    await(publisher.publish(service("bank", 1)));
    assertEquals(2, gateway.changes.size());
    assertEquals(Set.of("shop", "bank"), gateway.services());
  }

  @Test
  @DisplayName("a change whose acknowledgement got lost is sent again, with the whole table")
  void lostAcknowledgement() throws Exception {
    await(publisher.start(List.of(service("shop", 1))));
    gateway.beSilentOnce();
    await(publisher.publish(service("bank", 1)));
    assertEquals(Set.of("shop", "bank"), gateway.services());
  }

  @Test
  @DisplayName("a large table goes out in parts that build on each other, and ends what is gone")
  void parts() throws Exception {
    gateway.restart(new RoutingTable(5, List.of(service("old", 1))));
    var all = new ArrayList<ServiceRoute>();
    for (int i = 0; i < 30; i++) {
      all.add(service("shop" + i, 1_000));
    }
    await(publisher.start(all));
    assertTrue(gateway.changes.size() > 3, gateway.changes.size() + " parts");
    assertEquals(30, gateway.services().size());
    assertTrue(gateway.changes.get(1).base().isPresent());
    assertTrue(gateway.changes.getFirst().base().isEmpty());
  }
}
