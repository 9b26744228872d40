package dev.sluice.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventJsonTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName FIRST = new VersionName(SHOP, 1);
  private final EventJson events = new EventJson();

  @Test
  @DisplayName("every kind of change reads back as it was written")
  void roundTrip() {
    var engine = aBusyEngine();

    var kinds =
        engine.events().stream().map(e -> events.type(e.change())).collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "serviceChanged",
            "serviceDeleted",
            "versionChanged",
            "versionDeleted",
            "operationChanged",
            "snapshotAdded"),
        kinds);
    for (EngineEvent event : engine.events()) {
      var change = event.change();
      assertEquals(change, events.read(events.type(change), events.write(change)));
    }
    engine.close();
  }

  @Test
  @DisplayName("an unknown kind is refused")
  void unknown() {
    assertThrows(IllegalArgumentException.class, () -> events.read("moonChanged", "{}"));
  }

  private static FakeDeploymentEngine aBusyEngine() {
    var engine = new FakeDeploymentEngine();
    var plain = Configuration.of(new Artifact.Command(Optional.of("/srv")));
    var given =
        plain
            .withCommand(List.of("true"))
            .withEnvironment(
                List.of(
                    EnvironmentVariable.plain("A", "ä \"quoted\"\n"),
                    EnvironmentVariable.secret("B", "hidden")));
    engine.createService(SHOP, false);
    start(engine, new NewVersion.Given(given, Optional.empty()));
    finish(engine, engine.redeploy(FIRST, given.withRemark("x"), Optional.empty(), "", false).id());
    finish(engine, engine.deleteVersion(FIRST).id());
    engine.deleteService(SHOP);
    assertEquals(
        3,
        engine.listOperations(Optional.empty(), Optional.empty(), new Page.Request(0, 9)).total());
    return engine;
  }

  private static void start(FakeDeploymentEngine engine, NewVersion.Origin origin) {
    finish(engine, engine.createVersion(SHOP, new NewVersion(origin, 0, "why")).id());
  }

  private static void finish(FakeDeploymentEngine engine, OperationId id) {
    assertTrue(engine.getOperation(id).state().isFinal());
  }
}
