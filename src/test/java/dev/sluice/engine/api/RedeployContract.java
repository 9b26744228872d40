package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Revision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The part of [DeploymentEngineContract] about changing a version in place: redeploy, snapshots,
/// diff and rollback.
abstract class RedeployContract extends EngineContractSteps {
  @Test
  @DisplayName("R33, R34 a redeploy leaves name, address, creation time and traffic as they were")
  void redeployKeeps() {
    deploy(100);
    var before = engine().getVersion(FIRST);
    var traffic = engine().getTraffic(SHOP);
    redeploy(labelled("two"));
    var after = engine().getVersion(FIRST);
    assertEquals(labelled("two"), after.configuration());
    assertTrue(after.revision().compareTo(before.revision()) > 0);
    assertEquals(before.address(), after.address());
    assertEquals(before.createdAt(), after.createdAt());
    assertEquals(traffic, engine().getTraffic(SHOP));
    assertEquals(VersionView.State.NORMAL, after.state());
    assertTrue(
        engine().listInstances(FIRST).stream().allMatch(i -> i.revision().equals(after.revision())),
        "R38");
  }

  @Test
  @DisplayName("R43 a redeploy that changes nothing is refused unless forced")
  void unchanged() {
    deploy(0);
    refused(
        () -> engine().redeploy(FIRST, configuration(), Optional.empty(), "", false),
        Problem.Kind.CONFLICT,
        "R43");
    assertEquals(0, engine().listSnapshots(FIRST, ALL).total());
    var forced = engine().redeploy(FIRST, configuration(), Optional.empty(), "", true);
    assertEquals(Operation.State.SUCCEEDED, await(forced).state());
  }

  @Test
  @DisplayName("R46 a draft that was made on an older revision is refused")
  void staleDraft() {
    deploy(0);
    var base = Optional.of(engine().getVersion(FIRST).revision());
    await(engine().redeploy(FIRST, labelled("two"), base, "", false));
    refused(
        () -> engine().redeploy(FIRST, labelled("three"), base, "", false),
        Problem.Kind.STALE,
        "R46");
    assertEquals(labelled("two"), engine().getVersion(FIRST).configuration());
  }

  @Test
  @DisplayName("R47 a redeploy adds one snapshot, of before; R48 a creation adds none")
  void snapshots() {
    deploy(0);
    assertEquals(0, engine().listSnapshots(FIRST, ALL).total());
    var operation = redeploy(labelled("two"));
    var snapshots = engine().listSnapshots(FIRST, ALL);
    assertEquals(1, snapshots.total());
    var snapshot = snapshots.items().getFirst();
    assertEquals(configuration(), snapshot.configuration());
    assertEquals(Revision.FIRST, snapshot.revision());
    assertEquals(operation.id(), snapshot.operation());
    assertEquals("because", snapshot.remark());
    assertEquals(snapshot, engine().getSnapshot(FIRST, snapshot.id()));
  }

  @Test
  @DisplayName("R50 snapshots come newest first, in pages")
  void snapshotPages() {
    deploy(0);
    for (String label : List.of("two", "three", "four")) {
      redeploy(labelled(label));
    }
    var newest = engine().listSnapshots(FIRST, new Page.Request(0, 2));
    assertEquals(List.of(3, 2), newest.items().stream().map(Snapshot::number).toList());
    assertEquals(3, newest.total());
  }

  @Test
  @DisplayName("R51 a diff marks what differs, also against a draft")
  void diff() {
    deploy(0);
    redeploy(labelled("two"));
    var snapshot = engine().listSnapshots(FIRST, ALL).items().getFirst().id();
    var version = new NewVersion.OfVersion(FIRST);
    var back = engine().diff(version, new NewVersion.OfSnapshot(snapshot));
    assertEquals(List.of("environment.LABEL REMOVED"), changes(back));
    assertTrue(back.stream().anyMatch(e -> e.change() == DiffEntry.Change.EQUAL));
    assertEquals(
        List.of("environment.LABEL CHANGED"), changes(engine().diff(version, labelled("three"))));
  }

  @Test
  @DisplayName("R53 a rollback brings a snapshot's configuration back; R55 and adds a snapshot")
  void rollback() {
    deploy(100);
    redeploy(labelled("two"));
    var snapshot = engine().listSnapshots(FIRST, ALL).items().getFirst().id();
    var before = engine().getVersion(FIRST);
    var operation = await(engine().rollback(FIRST, snapshot, "back"));
    assertEquals(Operation.State.SUCCEEDED, operation.state());
    assertEquals(Operation.Kind.ROLLBACK, operation.kind());
    assertEquals(Optional.of(snapshot), operation.snapshot());
    var after = engine().getVersion(FIRST);
    assertEquals(configuration(), after.configuration());
    assertEquals(before.address(), after.address());
    assertEquals(100, after.trafficPercent());
    var snapshots = engine().listSnapshots(FIRST, ALL);
    assertEquals(2, snapshots.total());
    assertEquals(labelled("two"), snapshots.items().getFirst().configuration());
  }

  @Test
  @DisplayName("R54 a rollback that was compared with an older revision is refused (R46)")
  void staleRollback() {
    deploy(0);
    redeploy(labelled("two"));
    var snapshot = engine().listSnapshots(FIRST, ALL).items().getFirst().id();
    var compared = Optional.of(engine().getVersion(FIRST).revision());
    redeploy(labelled("three"));
    refused(() -> engine().rollback(FIRST, snapshot, compared, ""), Problem.Kind.STALE, "R46");
    assertEquals(labelled("three"), engine().getVersion(FIRST).configuration());
    var present = Optional.of(engine().getVersion(FIRST).revision());
    assertEquals(
        Operation.State.SUCCEEDED, await(engine().rollback(FIRST, snapshot, present, "")).state());
    assertEquals(configuration(), engine().getVersion(FIRST).configuration());
  }

  @Test
  @DisplayName("A forecast says what a redeploy would do, and does nothing")
  void forecast() {
    deploy(0);
    var forecast = engine().forecast(FIRST, labelled("two"));
    assertEquals(List.of("environment.LABEL ADDED"), changes(forecast.entries()));
    assertEquals(1, forecast.instances());
    assertTrue(forecast.checks().stream().allMatch(Forecast.Check::passed));
    var bad = engine().forecast(FIRST, configuration().withPort(70_000));
    assertTrue(bad.checks().stream().anyMatch(check -> !check.passed()));
    assertEquals(Revision.FIRST, engine().getVersion(FIRST).revision());
  }

  @Test
  @DisplayName("A secret is never shown again, and null keeps it")
  void secrets() {
    var secret = EnvironmentVariable.secret("KEY", "canary-7261");
    engine().createService(SHOP, true);
    create(given(configuration().withEnvironment(List.of(secret))));
    var shown = engine().getVersion(FIRST).configuration();
    assertEquals(
        List.of(new EnvironmentVariable("KEY", Optional.empty(), true)), shown.environment());
    redeploy(shown.withRemark("same secret"));
    assertEquals(
        List.of(),
        changes(engine().diff(new NewVersion.OfVersion(FIRST), shown.withRemark("same secret"))));
    var changed = shown.withEnvironment(List.of(EnvironmentVariable.secret("KEY", "other-7261")));
    var entries = engine().diff(new NewVersion.OfVersion(FIRST), changed.withRemark("same secret"));
    assertEquals(List.of("environment.KEY CHANGED"), changes(entries));
    assertFalse(entries.toString().contains("7261"));
  }
}
