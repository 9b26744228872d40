package dev.sluice.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EngineStateTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();

  private EngineState folded() {
    var state = EngineState.connecting(NOON);
    for (var event : engine.events()) {
      state = state.after(event);
    }
    return state;
  }

  @Test
  @DisplayName("the events of an engine, folded, are what the engine says when it is read")
  void foldEqualsRead() throws InterruptedException {
    Fixtures.service(engine, "shop", 3);
    Fixtures.service(engine, "cart", 1);
    Fixtures.split(engine, Fixtures.SHOP, 50, 30, 20);
    Fixtures.split(engine, Fixtures.SHOP, 0, 30, 70);
    engine.restart(Fixtures.SHOP_2, "");
    engine.deleteVersion(Fixtures.SHOP_1);
    var folded = folded();
    var reader = new EngineReader(engine);
    var listed = reader.list(EngineState.connecting(NOON));
    assertEquals(2, listed.unread().size());
    assertTrue(listed.versions().isEmpty());
    var read = reader.versions(listed, listed.unread());
    assertEquals(read.services(), folded.services());
    assertEquals(read.versions(), folded.versions());
    assertEquals(read.instances(), folded.instances());
    assertEquals(read.operations(), folded.operations());
    assertFalse(folded.versions().containsKey(Fixtures.SHOP_1));
  }

  @Test
  @DisplayName("a deleted service takes its versions and their measurements with it")
  void deletedService() {
    Fixtures.service(engine, "shop", 2);
    var state =
        folded()
            .measured(engine.metrics(Fixtures.SHOP))
            .after(new EngineEvent(99, NOON, new EngineEvent.ServiceDeleted(Fixtures.SHOP)));
    assertTrue(state.services().isEmpty());
    assertTrue(state.versions().isEmpty());
    assertTrue(state.instances().isEmpty());
    assertTrue(state.metrics().isEmpty());
  }

  @Test
  @DisplayName("events of versions that were not read are left out until the service is read")
  void unread() throws InterruptedException {
    Fixtures.service(engine, "shop", 2);
    var reader = new EngineReader(engine);
    var listed = reader.list(EngineState.connecting(NOON));
    var event = new EngineEvent.VersionChanged(engine.getVersion(Fixtures.SHOP_2), List.of());
    assertTrue(listed.after(new EngineEvent(98, NOON, event)).versions().isEmpty());
    var read = reader.versions(listed, listed.unread());
    assertEquals(2, read.after(new EngineEvent(98, NOON, event)).versions().size());
    var forgotten = read.forget(Fixtures.SHOP);
    assertTrue(forgotten.versions().isEmpty());
    assertEquals(listed.unread(), forgotten.unread());
  }

  @Test
  @DisplayName("what is measured of a version that is gone is not kept")
  void goneVersion() {
    var measured =
        new VersionMetrics(
            Fixtures.SHOP_1,
            NOON,
            10,
            TrafficFigures.counts(10, 10, 0),
            Optional.empty(),
            VersionUse.UNKNOWN);
    assertTrue(folded().measured(List.of(measured)).metrics().isEmpty());
  }

  @Test
  @DisplayName(
      "the versions of a service are its own, also beside a service whose name begins alike")
  void versionsOf() {
    Fixtures.service(engine, "shop", 2);
    Fixtures.service(engine, "shop-a", 1);
    var names = folded().versionsOf(Fixtures.SHOP).stream().map(v -> v.name()).toList();
    assertEquals(List.of(Fixtures.SHOP_1, new VersionName(Fixtures.SHOP, 2)), names);
  }

  @Test
  @DisplayName("a lost connection keeps what is known and the moment it was lost first")
  void lost() {
    Fixtures.service(engine, "shop", 1);
    var state =
        folded()
            .connected(NOON)
            .lost(NOON.plusSeconds(5), problem("no"))
            .lost(NOON.plusSeconds(9), problem("still no"));
    assertEquals(new Connection.Lost(NOON.plusSeconds(5), problem("still no")), state.connection());
    assertEquals(1, state.services().size());
    assertTrue(state.connected(NOON.plusSeconds(10)).connection().isUp());
  }

  @Test
  @DisplayName("only the newest operations are kept")
  void manyOperations() {
    Fixtures.service(engine, "shop", 1);
    for (int i = 0; i < EngineState.KEPT_OPERATIONS + 20; i++) {
      engine.restart(Fixtures.SHOP_1, "");
    }
    var state = folded();
    assertEquals(EngineState.KEPT_OPERATIONS, state.operations().size());
    assertTrue(
        state
            .operations()
            .containsKey(
                engine
                    .listOperations(Optional.empty(), Optional.empty(), Page.Request.FIRST_TEN)
                    .items()
                    .getFirst()
                    .id()));
  }

  private static Problem problem(String detail) {
    return new Problem(
        Problem.Kind.UNAVAILABLE, "away", detail, "Wait.", Map.of(), List.of(), Optional.empty());
  }
}
