package dev.sluice.engine.core;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.port.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A gateway that remembers every table it was given.
final class FakeRouter implements TrafficRouter, GatewayProcess {
  final List<RoutingTable> tables = new CopyOnWriteArrayList<>();
  final BlockingQueue<VersionName> demand = new LinkedBlockingQueue<>();
  volatile List<InstanceFigures> figures = List.of();

  @Override
  public List<AddressFailure> apply(RoutingTable table) {
    tables.add(table);
    return List.of();
  }

  @Override
  public boolean awaitIdle(InstanceId instance, Duration limit) {
    return true;
  }

  @Override
  public List<InstanceFigures> figures() {
    return figures;
  }

  @Override
  public Set<VersionName> awaitDemand(Duration limit) throws InterruptedException {
    var first = demand.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    return first == null ? Set.of() : Set.of(first);
  }

  @Override
  public boolean ensureRunning() {
    return false;
  }

  @Override
  public void stop() {
    // Nothing runs.
  }
}
