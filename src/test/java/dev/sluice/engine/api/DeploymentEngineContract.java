package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What every [DeploymentEngine] does, wherever it runs: in process, and over HTTP. A subclass
/// gives a fresh engine to each test and closes it afterwards.
public abstract class DeploymentEngineContract extends SteeringContract {
  // Services

  @Test
  @DisplayName("R1 a service is created once, and a second one with its name is refused")
  void duplicateService() {
    var created = engine().createService(SHOP, true);
    assertEquals(SHOP, created.name());
    assertEquals(created, engine().getService(SHOP));
    var problem = refused(() -> engine().createService(SHOP, false), Problem.Kind.CONFLICT, "R1");
    assertTrue(problem.detail().contains("shop"));
    assertEquals(created, engine().getService(SHOP));
  }

  @Test
  @DisplayName("R3 a service with versions cannot be deleted, and the answer names them")
  void deleteWithVersions() {
    deploy(0);
    var problem = refused(() -> engine().deleteService(SHOP), Problem.Kind.CONFLICT, "R3");
    assertTrue(problem.detail().contains("shop-001"), problem.detail());
    assertEquals(List.of(FIRST), engine().getService(SHOP).versions());
  }

  @Test
  @DisplayName("A service without versions can be deleted, and is then unknown")
  void deleteEmpty() {
    engine().createService(SHOP, true);
    engine().deleteService(SHOP);
    refused(() -> engine().getService(SHOP), Problem.Kind.NOT_FOUND, "");
    assertEquals(0, engine().listServices("", ALL).total());
  }

  @Test
  @DisplayName("R4 public access is switched, and the service's revision grows")
  void publicAccess() {
    var before = engine().createService(SHOP, true);
    var after = engine().changePublicAccess(SHOP, false);
    assertFalse(after.publicAccess());
    assertTrue(after.revision() > before.revision());
  }

  @Test
  @DisplayName("Services are listed by name, searched by part of it, and come in pages")
  void paging() {
    for (String name : List.of("cart", "shop", "ship", "auth", "shoe")) {
      engine().createService(new ServiceName(name), true);
    }
    var first = engine().listServices("", new Page.Request(0, 2));
    var last = engine().listServices("", new Page.Request(2, 2));
    assertEquals(List.of("auth", "cart"), names(first));
    assertEquals(List.of("shop"), names(last));
    assertEquals(5, first.total());
    assertEquals(List.of("ship", "shoe", "shop"), names(engine().listServices("sh", ALL)));
    assertEquals(List.of(), names(engine().listServices("%", ALL)));
    assertEquals(List.of(), names(engine().listServices("", new Page.Request(9, 2))));
  }

  // Versions

  @Test
  @DisplayName("R6 numbers of versions grow and are not reused; R7 each has its own address")
  void versionNames() {
    deploy(0);
    var firstAddress = engine().getVersion(FIRST).address();
    assertEquals(Operation.State.SUCCEEDED, await(engine().deleteVersion(FIRST)).state());
    refused(() -> engine().getVersion(FIRST), Problem.Kind.NOT_FOUND, "");
    create(0);
    create(0);
    assertEquals(List.of(SECOND, new VersionName(SHOP, 3)), engine().getService(SHOP).versions());
    var addresses = engine().listVersions(SHOP).stream().map(VersionView::address).toList();
    assertNotEquals(addresses.getFirst(), addresses.getLast());
    assertFalse(firstAddress.host().isEmpty());
  }

  @Test
  @DisplayName("R6 a service that is deleted and made again goes on counting its versions")
  void versionNamesOfAnewService() {
    deploy(0);
    assertEquals(Operation.State.SUCCEEDED, await(engine().deleteVersion(FIRST)).state());
    engine().deleteService(SHOP);
    deploy(0);
    assertEquals(List.of(SECOND), engine().getService(SHOP).versions());
  }

  @Test
  @DisplayName("R8 a start traffic other than 0 and 100 is refused")
  void startTraffic() {
    engine().createService(SHOP, true);
    var wanted = new NewVersion(given(configuration()), 50, "");
    var problem =
        refused(() -> engine().createVersion(SHOP, wanted), Problem.Kind.NOT_ALLOWED, "R8");
    assertEquals("startTraffic", problem.fields().getFirst().field());
    assertEquals(List.of(), engine().listVersions(SHOP));
  }

  @Test
  @DisplayName("R9 with start traffic 100 the new version has all of it; R11 with 0 nothing moves")
  void startTrafficMoves() {
    deploy(100);
    create(0);
    assertEquals(TrafficPolicy.ByPercent.allTo(FIRST), engine().getTraffic(SHOP).policy());
    create(100);
    var third = new VersionName(SHOP, 3);
    assertEquals(TrafficPolicy.ByPercent.allTo(third), engine().getTraffic(SHOP).policy());
    assertEquals(100, engine().getVersion(third).trafficPercent());
    assertEquals(0, engine().getVersion(FIRST).trafficPercent());
  }

  @Test
  @DisplayName("R12 creating a version changes nothing of another one")
  void otherVersionsUntouched() {
    deploy(0);
    var before = engine().getVersion(FIRST);
    var instances = ids(engine().listInstances(FIRST));
    create(0);
    var after = engine().getVersion(FIRST);
    assertEquals(before.configuration(), after.configuration());
    assertEquals(before.address(), after.address());
    assertEquals(before.revision(), after.revision());
    assertEquals(instances, ids(engine().listInstances(FIRST)));
  }

  @Test
  @DisplayName("R15 every field that is not allowed is named, and no version appears")
  void invalidConfiguration() {
    engine().createService(SHOP, true);
    var bad = configuration().withPort(0).withScaling(new Scaling(7, 3, List.of(), List.of()));
    var wanted = new NewVersion(given(bad), 0, "");
    var problem =
        refused(() -> engine().createVersion(SHOP, wanted), Problem.Kind.NOT_ALLOWED, "R15");
    assertEquals(
        List.of("configuration.port", "configuration.scaling.min"),
        problem.fields().stream().map(Violation::field).toList());
    assertEquals(List.of(), engine().listVersions(SHOP));
  }

  @Test
  @DisplayName("R18 a version is a copy of another version's or of a snapshot's configuration")
  void copies() {
    deploy(0);
    redeploy(labelled("two"));
    var snapshot = engine().listSnapshots(FIRST, ALL).items().getFirst().id();
    create(new NewVersion.CopyOf(new NewVersion.OfVersion(FIRST)));
    create(new NewVersion.CopyOf(new NewVersion.OfSnapshot(snapshot)));
    assertEquals(labelled("two"), engine().getVersion(SECOND).configuration());
    assertEquals(configuration(), engine().getVersion(new VersionName(SHOP, 3)).configuration());
  }

  @Test
  @DisplayName("A new version runs: normal, on revision 1, with as many ready instances as wanted")
  void deployed() {
    deploy(0);
    var version = engine().getVersion(FIRST);
    assertEquals(VersionView.State.NORMAL, version.state());
    assertEquals(Revision.FIRST, version.revision());
    assertEquals(new VersionView.InstanceCount(1, 1), version.instances());
    assertEquals(Optional.empty(), version.operation());
    assertEquals(1, engine().listInstances(FIRST).size());
  }

  @Test
  @DisplayName("R58 a version that has traffic cannot be deleted")
  void deleteWithTraffic() {
    deploy(100);
    refused(() -> engine().deleteVersion(FIRST), Problem.Kind.CONFLICT, "R58");
    assertEquals(VersionView.State.NORMAL, engine().getVersion(FIRST).state());
  }

  // Traffic

  @Test
  @DisplayName("R19, R20 shares are as set, and a version that is not named has none")
  void setTraffic() {
    deploy(100);
    create(0);
    create(0);
    var policy = policy(Map.of(FIRST, 80, SECOND, 20));
    var set = engine().setTraffic(SHOP, policy, Optional.empty(), "try it");
    assertEquals(policy, set.policy());
    assertEquals(set, engine().getTraffic(SHOP));
    assertEquals(
        List.of(80, 20, 0),
        engine().listVersions(SHOP).stream().map(VersionView::trafficPercent).toList());
  }

  @Test
  @DisplayName("R23 all shares can be 0")
  void trafficOff() {
    deploy(100);
    engine().setTraffic(SHOP, TrafficPolicy.ByPercent.OFF, Optional.empty(), "");
    assertEquals(0, engine().getVersion(FIRST).trafficPercent());
  }

  @Test
  @DisplayName("A policy that names an unknown version is refused, and nothing changes")
  void unknownVersionInPolicy() {
    deploy(100);
    var before = engine().getTraffic(SHOP);
    var problem =
        refused(
            () ->
                engine()
                    .setTraffic(SHOP, policy(Map.of(FIRST, 50, SECOND, 50)), Optional.empty(), ""),
            Problem.Kind.NOT_ALLOWED,
            "");
    assertEquals("percent.shop-002", problem.fields().getFirst().field());
    assertEquals(before, engine().getTraffic(SHOP));
  }

  @Test
  @DisplayName("A traffic change that was made on an older policy is refused as stale")
  void staleTraffic() {
    deploy(100);
    long base = engine().getTraffic(SHOP).revision();
    engine().setTraffic(SHOP, TrafficPolicy.ByPercent.OFF, Optional.of(base), "");
    var again = TrafficPolicy.ByPercent.allTo(FIRST);
    refused(() -> engine().setTraffic(SHOP, again, Optional.of(base), ""), Problem.Kind.STALE, "");
    assertEquals(TrafficPolicy.ByPercent.OFF, engine().getTraffic(SHOP).policy());
  }

  @Test
  @DisplayName("R69 policies are kept, newest first, and any of them can be put in place again")
  void trafficHistory() {
    deploy(100);
    long all = engine().getTraffic(SHOP).revision();
    var off = engine().setTraffic(SHOP, TrafficPolicy.ByPercent.OFF, Optional.empty(), "");
    var restored = engine().restoreTraffic(SHOP, all, "back");
    assertEquals(TrafficPolicy.ByPercent.allTo(FIRST), restored.policy());
    assertEquals(off.revision() + 1, restored.revision());
    var history = engine().listTrafficHistory(SHOP, new Page.Request(0, 2));
    assertEquals(List.of(restored, off), history.items());
    assertTrue(history.total() >= 3);
    refused(() -> engine().restoreTraffic(SHOP, 999, ""), Problem.Kind.NOT_FOUND, "");
  }

  // Records

  @Test
  @DisplayName("Operations are listed newest first, of one service or version, and by their id")
  void operations() {
    deploy(100);
    var redeploy = redeploy(labelled("two"));
    var other = new ServiceName("other");
    engine().createService(other, true);
    var all = engine().listOperations(Optional.empty(), Optional.of(FIRST), ALL);
    assertEquals(redeploy.id(), all.items().getFirst().id());
    assertEquals(Operation.Kind.CREATE, all.items().getLast().kind());
    assertEquals(0, engine().listOperations(Optional.of(other), Optional.empty(), ALL).total());
    var known = engine().getOperation(redeploy.id());
    assertEquals(Operation.State.SUCCEEDED, known.state());
    assertEquals("because", known.remark());
    assertTrue(known.endedAt().isPresent());
    assertFalse(known.steps().isEmpty());
  }

  @Test
  @DisplayName("R44 an operation that has ended cannot be paused, resumed or cancelled")
  void steerEnded() {
    var id = deploy(0).id();
    refused(() -> engine().pauseOperation(id), Problem.Kind.CONFLICT, "R44");
    refused(() -> engine().resumeOperation(id), Problem.Kind.CONFLICT, "R44");
    refused(() -> engine().cancelOperation(id), Problem.Kind.CONFLICT, "R44");
  }

  @Test
  @DisplayName("R68 every changing call is recorded, refused ones with the problem's code")
  void audit() {
    engine().createService(SHOP, true);
    var problem = refused(() -> engine().createService(SHOP, true), Problem.Kind.CONFLICT, "R1");
    var entries = engine().listAudit(ALL).items();
    assertEquals(
        List.of(problem.code(), "accepted"), entries.stream().map(AuditEntry::outcome).toList());
    assertEquals("service.create", entries.getFirst().action());
    assertFalse(entries.getFirst().by().isBlank());
  }

  @Test
  @DisplayName("Bytes are stored once per content")
  void upload() {
    String digest = engine().upload(bytes("not really a jar"));
    assertTrue(digest.matches("sha256:[0-9a-f]{64}"), digest);
    assertEquals(digest, engine().upload(bytes("not really a jar")));
    assertNotEquals(digest, engine().upload(bytes("other")));
  }

  @Test
  @DisplayName("What does not exist is not found, whichever call asks for it")
  void unknown() {
    notFound(() -> engine().getService(SHOP));
    notFound(() -> engine().changePublicAccess(SHOP, true));
    notFound(() -> engine().deleteService(SHOP));
    notFound(() -> engine().listVersions(SHOP));
    notFound(() -> engine().getTraffic(SHOP));
    notFound(() -> engine().createVersion(SHOP, new NewVersion(given(configuration()), 0, "")));
    notFound(() -> engine().setTraffic(SHOP, TrafficPolicy.ByPercent.OFF, Optional.empty(), ""));
    engine().createService(SHOP, true);
    notFound(() -> engine().getVersion(FIRST));
    notFound(() -> engine().deleteVersion(FIRST));
    notFound(() -> engine().restart(FIRST, ""));
    notFound(() -> engine().redeploy(FIRST, configuration(), Optional.empty(), "", false));
    notFound(() -> engine().rollback(FIRST, new SnapshotId("shop-001.1"), ""));
    notFound(() -> engine().listInstances(FIRST));
    notFound(() -> engine().listSnapshots(FIRST, ALL));
    notFound(() -> engine().getOperation(new OperationId("op-999999")));
    notFound(() -> engine().awaitOperation(new OperationId("op-999999"), Duration.ofSeconds(1)));
    notFound(() -> engine().tailLog(new InstanceId("shop-001-i1"), 10));
  }

  // Events

  @Test
  @DisplayName("Events come in order and without gaps, each with the present view")
  void events() {
    var events = new RecordedEvents();
    try (var _ = engine().subscribe(Optional.empty(), events)) {
      events.awaitCalls(calls -> calls.contains("reset"));
      deploy(100);
      var seen = events.awaitEvents(list -> list.stream().anyMatch(this::isNormalWithTraffic));
      for (int i = 1; i < seen.size(); i++) {
        assertEquals(seen.get(i - 1).number() + 1, seen.get(i).number());
      }
    }
  }

  private boolean isNormalWithTraffic(EngineEvent event) {
    return event.change() instanceof EngineEvent.ServiceChanged changed
        && changed.service().traffic().policy().equals(TrafficPolicy.ByPercent.allTo(FIRST));
  }

  @Test
  @DisplayName("A listener that comes back gets exactly what it missed")
  void resume() {
    var first = new RecordedEvents();
    long seen;
    try (var _ = engine().subscribe(Optional.empty(), first)) {
      first.awaitCalls(calls -> calls.contains("reset"));
      engine().createService(SHOP, true);
      seen = first.awaitEvents(list -> !list.isEmpty()).getLast().number();
    }
    engine().changePublicAccess(SHOP, false);
    var second = new RecordedEvents();
    try (var _ = engine().subscribe(Optional.of(seen), second)) {
      var missed =
          second.awaitEvents(list -> list.stream().anyMatch(DeploymentEngineContract::isPrivate));
      assertEquals("resumed", second.calls().getFirst());
      assertEquals(seen + 1, missed.getFirst().number());
    }
  }

  private static boolean isPrivate(EngineEvent event) {
    return event.change() instanceof EngineEvent.ServiceChanged changed
        && !changed.service().publicAccess();
  }

  @Test
  @DisplayName("A listener from another time is told to read everything anew")
  void reset() {
    var events = new RecordedEvents();
    try (var _ = engine().subscribe(Optional.of(1_000_000L), events)) {
      assertEquals("reset", events.awaitCalls(calls -> !calls.isEmpty()).getFirst());
    }
  }
}
