package dev.sluice.console.services;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.VersionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServiceRowTest {
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();

  private EngineState state() {
    var state = EngineState.connecting(Instant.EPOCH);
    for (var event : engine.events()) {
      state = state.after(event);
    }
    return state;
  }

  private final ServiceRows rows = new ServiceRows();

  @Test
  @DisplayName("the filter keeps services whose name contains it, whatever the case")
  void filter() {
    Fixtures.service(engine, "shop", 0);
    Fixtures.service(engine, "cart", 0);
    var names =
        rows.of(state()).stream()
            .filter(row -> row.matches(" SHO "))
            .map(ServiceRow::name)
            .toList();
    assertEquals(List.of(Fixtures.SHOP), names);
    assertEquals(2, rows.of(state()).stream().filter(row -> row.matches("")).count());
  }

  @Test
  @DisplayName("a service sums its versions' instances, and says nothing of what was not measured")
  void sums() {
    Fixtures.service(engine, "shop", 2);
    var row = rows.of(state()).getFirst();
    assertEquals(Optional.of(4), row.instances().map(VersionView.InstanceCount::wanted));
    assertEquals(Optional.empty(), row.requestsPerSecond());
    assertEquals(Optional.empty(), row.p95());
    assertEquals(List.of(), row.history());
  }

  @Test
  @DisplayName("the last change is that of the service's newest operation, with who made it")
  void lastChange() {
    Fixtures.service(engine, "shop", 1);
    var operation = engine.getOperation(engine.restart(Fixtures.SHOP_1, "").id());
    var row = rows.of(state()).getFirst();
    assertEquals(Optional.of("ada"), row.changedBy());
    assertEquals(operation.endedAt().orElseThrow(), row.changedAt());
  }

  @Test
  @DisplayName("only services of which something is new get another row, and the gone get none")
  void unchanged() {
    Fixtures.service(engine, "shop", 1);
    Fixtures.service(engine, "cart", 0);
    var first = rows.of(state());
    var before = state();
    var again = rows.of(before);
    assertEquals(first, again);
    engine.changePublicAccess(new ServiceName("cart"), false);
    engine.deleteService(new ServiceName("cart"));
    var now = before;
    for (var event : engine.events()) {
      now = now.after(event);
    }
    var left = rows.of(now);
    assertEquals(1, left.size());
    assertEquals(Fixtures.SHOP, left.getFirst().name());
  }

  @Test
  @DisplayName("new figures are told apart from everything else that may be new")
  void figures() {
    Fixtures.service(engine, "shop", 1);
    Fixtures.service(engine, "cart", 0);
    var before = state();
    rows.of(before);
    assertEquals(Optional.of(List.of()), rows.measured(before));
    engine.changePublicAccess(new ServiceName("cart"), false);
    assertEquals(Optional.empty(), rows.measured(state()));
  }

  @Test
  @DisplayName("a version's row names its program, resources and why it is not well")
  void versionRow() {
    Fixtures.service(engine, "shop", 2);
    engine.setState(
        Fixtures.SHOP_2,
        VersionView.State.DEGRADED,
        new Failure("crashLoop", "It ends again and again."));
    var rows = VersionRow.of(state(), Fixtures.SHOP);
    assertEquals(Fixtures.SHOP_2, rows.getFirst().name(), "newest first");
    assertEquals("node · 0.5 CPU · 1 GiB", rows.getFirst().configuration());
    assertEquals("It ends again and again.", rows.getFirst().reason().orElseThrow().message());
    assertEquals(Optional.empty(), rows.getLast().reason());
  }

  @Test
  @DisplayName("R9 the sample is a public service whose first version takes all traffic")
  void sample() {
    SampleDeployment.start(engine, "First");
    var sample = engine.getService(new ServiceName("sample"));
    assertEquals(100, sample.traffic().policy().shareOf(sample.versions().getFirst()).value());
    assertEquals(
        engine.info().sampleCommand(),
        engine.getVersion(sample.versions().getFirst()).configuration().command());
  }
}
