package dev.sluice.console.services;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
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

  @Test
  @DisplayName("the filter keeps services whose name contains it, whatever the case")
  void filter() {
    Fixtures.service(engine, "shop", 0);
    Fixtures.service(engine, "cart", 0);
    var names = ServiceRow.of(state(), " SHO ").stream().map(ServiceRow::name).toList();
    assertEquals(List.of(Fixtures.SHOP), names);
    assertEquals(2, ServiceRow.of(state(), "").size());
  }

  @Test
  @DisplayName("a service sums what its versions have, and says nothing of what was not measured")
  void sums() {
    Fixtures.service(engine, "shop", 2);
    var before = ServiceRow.of(state(), "").getFirst();
    assertEquals(Optional.empty(), before.requestsPerSecond());
    assertEquals(4, before.wanted());
    engine.setMetrics(metrics(1, 80));
    engine.setMetrics(metrics(2, 20.5));
    var row = ServiceRow.of(state().measured(engine.metrics(Fixtures.SHOP)), "").getFirst();
    assertEquals(Optional.of(100.5), row.requestsPerSecond());
  }

  @Test
  @DisplayName("the last change is that of the service's newest operation, with who made it")
  void lastChange() {
    Fixtures.service(engine, "shop", 1);
    var operation = engine.getOperation(engine.restart(Fixtures.SHOP_1, "").id());
    var row = ServiceRow.of(state(), "").getFirst();
    assertEquals(Optional.of("ada"), row.changedBy());
    assertEquals(operation.endedAt().orElseThrow(), row.changedAt());
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
    assertEquals("It ends again and again.", rows.getFirst().reason());
    assertEquals("", rows.getLast().reason());
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

  private static VersionMetrics metrics(int version, double rate) {
    return new VersionMetrics(
        new VersionName(Fixtures.SHOP, version),
        Instant.EPOCH,
        10,
        TrafficFigures.counts(10, Math.round(10 * rate), 0),
        Optional.empty(),
        VersionUse.UNKNOWN);
  }
}
