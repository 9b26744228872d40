package dev.sluice.engine.core;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.port.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A gateway that remembers every table it was given.
final class FakeRouter implements TrafficRouter, GatewayProcess {
  final List<RoutingTable> tables = new CopyOnWriteArrayList<>();
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
  public boolean ensureRunning() {
    return false;
  }

  @Override
  public void stop() {
    // Nothing runs.
  }
}
