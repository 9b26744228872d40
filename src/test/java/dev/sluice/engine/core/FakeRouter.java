package dev.sluice.engine.core;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A gateway that remembers every table it was given.
final class FakeRouter implements TrafficRouter, GatewayProcess {
  final List<RoutingTable> tables = new CopyOnWriteArrayList<>();
  final BlockingQueue<VersionName> demand = new LinkedBlockingQueue<>();

  /// What an engine did that a gateway would have suffered from.
  final List<String> mistakes = new CopyOnWriteArrayList<>();

  /// What is counted, a second after the other; the last one has the highest number.
  final List<GatewayFigures.Second> seconds = new CopyOnWriteArrayList<>();

  final Map<InstanceId, Integer> inFlight = new ConcurrentHashMap<>();

  @Override
  public synchronized List<AddressFailure> apply(TableChange change)
      throws UnfoundedChangeException {
    var present = tables.isEmpty() ? RoutingTable.EMPTY : tables.getLast();
    if (!change.holdsFor(present.number())) {
      throw new UnfoundedChangeException(present.number());
    }
    if (change.number() < present.number()) {
      mistakes.add("table " + change.number() + " after " + present.number());
    }
    if (change.number() > present.number()) {
      tables.add(change.of(present));
    }
    return List.of();
  }

  /// The instances that the present table holds.
  Set<InstanceId> routed() {
    return tables.isEmpty()
        ? Set.of()
        : tables.getLast().services().stream()
            .flatMap(service -> service.versions().stream())
            .flatMap(version -> version.origins().stream())
            .map(RoutingTable.Origin::instance)
            .collect(Collectors.toSet());
  }

  /// To be called when `instance` is ended: requests would still be sent to it.
  void mustNotHold(InstanceId instance) {
    if (routed().contains(instance)) {
      mistakes.add(instance + " is ended while table " + tables.getLast().number() + " holds it");
    }
  }

  @Override
  public boolean awaitIdle(InstanceId instance, Duration limit) {
    return true;
  }

  @Override
  public GatewayFigures figures(Position after) {
    if (seconds.size() <= after.second()) {
      // As a gateway does: a second without a request is a second.
      seconds.add(new GatewayFigures.Second(1, List.of(), List.of()));
    }
    var counted = List.copyOf(seconds);
    return new GatewayFigures(
        new Position("fake", counted.size()),
        counted.subList((int) Math.min(after.second(), counted.size()), counted.size()),
        inFlight);
  }

  @Override
  public GatewayTotals totals() {
    return new GatewayTotals(List.of(), List.of(), List.of(), 0);
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
  public void replace() {
    // Nothing runs.
  }

  @Override
  public void stop() {
    // Nothing runs.
  }
}
