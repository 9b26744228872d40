package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesOfRedeployTest {
  @TempDir Path directory;
  private TestEngine test;

  @BeforeEach
  void start() throws IOException {
    test = TestEngine.start(directory);
  }

  @AfterEach
  void stop() {
    test.close();
  }

  private static Problem refused(Runnable call) {
    return assertThrows(ProblemException.class, call::run).problem();
  }

  private List<Snapshot> snapshots(VersionName version) {
    return test.engine.listSnapshots(version, Page.Request.FIRST_TEN).items();
  }

  private static Configuration with(String value) {
    return configuration(variable("GREETING", value));
  }

  @Test
  @DisplayName("R33 a redeploy leaves the traffic policy as it was")
  void trafficStays() {
    var version = test.serving();
    var before = test.engine.getTraffic(SHOP);
    test.redeploy(version, with("new"));
    assertEquals(before, test.engine.getTraffic(SHOP));
  }

  @Test
  @DisplayName("R34 name, address and creation time stay")
  void identityStays() {
    var version = test.serving();
    var before = test.engine.getVersion(version);
    test.redeploy(version, with("new"));
    var after = test.engine.getVersion(version);
    assertEquals(before.name(), after.name());
    assertEquals(before.address(), after.address());
    assertEquals(before.createdAt(), after.createdAt());
  }

  @Test
  @DisplayName("R35 nothing is deployed by asking what a draft would do")
  void draftsDeployNothing() {
    var version = test.serving();
    var started = List.copyOf(test.platform.started);
    test.engine.forecast(version, with("new"));
    test.engine.diff(new NewVersion.OfVersion(version), with("new"));
    assertEquals(started, test.platform.started);
    assertEquals(Revision.FIRST, test.engine.getVersion(version).revision());
  }

  @Test
  @DisplayName("R36 a version is UPDATING until the end, with the old configuration, then NORMAL")
  void updatingUntilTheEnd() {
    var version = test.serving();
    var operation =
        test.engine.redeploy(
            version, configuration(variable("READY", "never")), Optional.empty(), "", false);
    var during = test.engine.getVersion(version);
    assertEquals(VersionView.State.UPDATING, during.state());
    assertEquals(configuration(), during.configuration());
    test.engine.cancelOperation(operation.id());
    test.await(operation);
    test.redeploy(version, with("new"));
    var after = test.engine.getVersion(version);
    assertEquals(VersionView.State.NORMAL, after.state());
    assertEquals(with("new"), after.configuration());
  }

  @Test
  @DisplayName("R37 with surge, the instances in rotation never fall below the count before")
  void surgeKeepsCapacity() {
    var version = test.serving();
    int tables = test.router.tables.size();
    test.redeploy(version, with("new"));
    assertTrue(test.router.tables.size() > tables, "the gateway was told");
    for (var table : test.router.tables.subList(tables, test.router.tables.size())) {
      assertTrue(origins(table).size() >= 2, table.toString());
      assertTrue(origins(table).size() <= 3, table.toString());
    }
  }

  @Test
  @DisplayName("R37 without surge, one instance stays in rotation and never more run than wanted")
  void inPlaceKeepsOne() {
    var version = test.serving();
    int tables = test.router.tables.size();
    test.redeploy(version, with("new").withRoll(new Roll(1, false, 0, 10)));
    var seen = test.router.tables.subList(tables, test.router.tables.size());
    assertTrue(seen.stream().allMatch(t -> !origins(t).isEmpty() && origins(t).size() <= 2));
    assertTrue(seen.stream().anyMatch(t -> origins(t).size() == 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @DisplayName(
      "R37 as many instances as the batch says are replaced at a time, no more and no fewer")
  void batches(int batch) {
    // New instances have to stay ready for a second, so each step is in a table of its own.
    var four = configuration().withScaling(Scaling.fixed(4));
    test.engine.createService(SHOP, true);
    var version = test.deploy(100, four);
    int tables = test.router.tables.size();

    test.redeploy(version, four.withRoll(new Roll(batch, true, 1, 60)));

    var counts =
        test.router.tables.subList(tables, test.router.tables.size()).stream()
            .map(table -> origins(table).size())
            .toList();
    assertEquals(4 + batch, Collections.max(counts), counts.toString());
    assertEquals(4, Collections.min(counts), counts.toString());
  }

  private static List<RoutingTable.Origin> origins(RoutingTable table) {
    return table.services().getFirst().versions().getFirst().origins();
  }

  @Test
  @DisplayName("R38 it succeeds only with every instance ready on the new configuration")
  void everyInstanceIsNew() {
    var version = test.serving();
    var operation = test.redeploy(version, with("new"));
    assertEquals(Operation.State.SUCCEEDED, operation.state());
    assertEquals(Set.of(with("new")), test.runningConfigurations(version));
    assertEquals(2, test.platform.running.size());
    assertEquals(new VersionView.InstanceCount(2, 2), test.engine.getVersion(version).instances());
  }

  @Test
  @DisplayName("R39 when the second instance fails, every instance goes back, and its log is kept")
  void oneFailureRestoresAll() {
    var version = test.serving();
    var before = test.engine.getVersion(version);
    var failed = test.redeploy(version, configuration(variable("START", "fail-2")));
    assertEquals(Operation.State.ROLLED_BACK, failed.state());
    assertEquals("startFailed", failed.problem().orElseThrow().code());
    assertFalse(failed.log().isEmpty());
    var after = test.engine.getVersion(version);
    assertEquals(VersionView.State.NORMAL, after.state());
    assertEquals(before.configuration(), after.configuration());
    assertEquals(before.revision(), after.revision());
    assertEquals(Set.of(configuration()), test.runningConfigurations(version));
    assertEquals(2, test.platform.running.size());
  }

  @Test
  @DisplayName("R39 a redeploy whose instances never become ready goes back at its deadline")
  void deadlineRestoresAll() {
    var version = test.serving();
    var stuck = configuration(variable("READY", "never")).withRoll(new Roll(1, true, 0, 1));
    var operation = test.redeploy(version, stuck);
    assertEquals(Operation.State.ROLLED_BACK, operation.state());
    assertEquals("deadline", operation.problem().orElseThrow().code());
    assertEquals(Set.of(configuration()), test.runningConfigurations(version));
  }

  @Test
  @DisplayName(
      "R40 the gateway is told each instance's revision, so that answers can be told apart")
  void revisionsAreRouted() {
    var version = test.serving();
    test.redeploy(version, with("new"));
    var revisions =
        test.router.tables.stream()
            .flatMap(table -> table.services().stream())
            .filter(route -> !route.versions().isEmpty())
            .flatMap(route -> route.versions().getFirst().origins().stream())
            .map(origin -> origin.revision().value())
            .collect(Collectors.toSet());
    assertEquals(Set.of(1, 2), revisions);
    assertTrue(test.router.tables.getLast().services().getFirst().versionHeaders());
  }

  @Test
  @DisplayName(
      "R40 whoever runs the engine can have answers that name neither version nor revision")
  void namesAreSwitchedOff(@TempDir Path other) throws IOException {
    try (var unnamed = TestEngine.unnamed(other)) {
      unnamed.serving();

      assertTrue(
          unnamed.router.tables.stream()
              .flatMap(table -> table.services().stream())
              .noneMatch(route -> route.versionHeaders()));
      assertFalse(unnamed.router.tables.getLast().services().isEmpty());
    }
  }

  @Test
  @DisplayName("R42 a version that is updating refuses redeploy, rollback and deletion, naming why")
  void busyVersionRefuses() {
    test.serving();
    var version = test.deploy(0, configuration());
    test.redeploy(version, with("old"));
    var snapshot = snapshots(version).getFirst().id();
    var running =
        test.engine.redeploy(
            version, configuration(variable("READY", "never")), Optional.empty(), "", false);
    for (Runnable call :
        List.<Runnable>of(
            () -> test.engine.redeploy(version, with("x"), Optional.empty(), "", false),
            () -> test.engine.rollback(version, snapshot, ""),
            () -> test.engine.deleteVersion(version))) {
      var problem = refused(call);
      assertEquals(Problem.Kind.CONFLICT, problem.kind());
      assertEquals(Optional.of("R42"), problem.rule());
      assertTrue(problem.detail().contains(running.id().value()), problem.detail());
    }
    test.engine.cancelOperation(running.id());
    test.await(running);
  }

  @Test
  @DisplayName("R43 a redeploy that changes nothing is refused unless forced")
  void unchangedIsRefused() {
    var version = test.serving();
    var problem =
        refused(() -> test.engine.redeploy(version, configuration(), Optional.empty(), "", false));
    assertEquals(Optional.of("R43"), problem.rule());
    assertEquals(Revision.FIRST, test.engine.getVersion(version).revision());
    test.await(test.engine.redeploy(version, configuration(), Optional.empty(), "", true));
    assertEquals(new Revision(2), test.engine.getVersion(version).revision());
  }

  @Test
  @DisplayName("R43 a restart replaces every instance and leaves no snapshot")
  void restartReplacesAll() {
    var version = test.serving();
    var before = Set.copyOf(test.platform.running.keySet());
    assertEquals(Operation.State.SUCCEEDED, test.await(test.engine.restart(version, "")).state());
    assertTrue(test.platform.running.keySet().stream().noneMatch(before::contains));
    assertEquals(List.of(), snapshots(version));
  }

  @Test
  @DisplayName("R44 a redeploy can be paused, resumed and cancelled; cancelled, it is undone")
  void steering() {
    var version = test.serving();
    var operation =
        test.engine.redeploy(
            version, configuration(variable("READY", "never")), Optional.empty(), "", false);
    assertEquals(Operation.State.PAUSED, test.engine.pauseOperation(operation.id()).state());
    refused(() -> test.engine.pauseOperation(operation.id()));
    assertEquals(Operation.State.RUNNING, test.engine.resumeOperation(operation.id()).state());
    test.engine.cancelOperation(operation.id());
    assertEquals(Operation.State.CANCELLED, test.await(operation).state());
    assertEquals(Set.of(configuration()), test.runningConfigurations(version));
    assertEquals(List.of(), snapshots(version));
    refused(() -> test.engine.cancelOperation(operation.id()));
  }

  @Test
  @DisplayName("R46 a draft made on an older revision is refused, and nothing changes")
  void staleDraftIsRefused() {
    var version = test.serving();
    test.redeploy(version, with("new"));
    var problem =
        refused(
            () ->
                test.engine.redeploy(
                    version, with("other"), Optional.of(Revision.FIRST), "", false));
    assertEquals(Problem.Kind.STALE, problem.kind());
    assertEquals(with("new"), test.engine.getVersion(version).configuration());
  }

  @Test
  @DisplayName("R46 the refusal of an old draft says what changed since, never a secret's value")
  void staleDraftIsTold() {
    var version = test.serving(EnvironmentVariable.secret("KEY", "canary-old"));
    test.redeploy(version, with("a").withPort(9090));
    test.await(test.engine.restart(version, ""));
    var secret = EnvironmentVariable.secret("KEY", "canary-new");
    test.redeploy(version, configuration(secret, variable("MODE", "b")).withPort(9090));
    var fromFirst = staleDraft(version, 1);
    assertEquals(
        Map.of(
            "configuration.port", "Was '8080' then, and is '9090' now.",
            "configuration.environment.KEY", "This secret was changed since then.",
            "configuration.environment.MODE", "Was '–' then, and is 'b' now."),
        fromFirst.fields().stream()
            .collect(Collectors.toMap(Violation::field, Violation::message)));
    assertTrue(fromFirst.detail().contains("at revision 4 now. Changed since then: port, "));
    assertFalse(fromFirst.toString().contains("canary"), fromFirst.toString());
    var fromRestarted = staleDraft(version, 3);
    assertEquals(fromRestarted.fields(), staleDraft(version, 2).fields());
    assertTrue(fromRestarted.fields().stream().noneMatch(f -> f.field().endsWith("port")));
    assertEquals(List.of(), staleDraft(version, 9).fields());
  }

  private Problem staleDraft(VersionName version, int base) {
    var revision = Optional.of(new Revision(base));
    var problem = refused(() -> test.engine.redeploy(version, with("other"), revision, "", false));
    assertEquals(Problem.Kind.STALE, problem.kind());
    assertEquals(Optional.of("R46"), problem.rule());
    return problem;
  }

  @Test
  @DisplayName("R47 one successful redeploy adds one snapshot of the configuration before it")
  void snapshotOfBefore() {
    var version = test.serving();
    var operation = test.redeploy(version, with("new"));
    var snapshot = snapshots(version).getFirst();
    assertEquals(1, snapshots(version).size());
    assertEquals(configuration(), snapshot.configuration());
    assertEquals(Revision.FIRST, snapshot.revision());
    assertEquals("tester", snapshot.by());
    assertEquals("because", snapshot.remark());
    assertEquals(operation.id(), snapshot.operation());
    assertEquals(operation.endedAt().orElseThrow(), snapshot.createdAt());
  }

  @Test
  @DisplayName("R48 a failed or cancelled redeploy and a creation add no snapshot")
  void failuresAddNone() {
    var version = test.serving();
    test.redeploy(version, configuration(variable("START", "fail-1")));
    test.redeploy(version, configuration(variable("BUILD", "fail")));
    var cancelled =
        test.engine.redeploy(
            version, configuration(variable("READY", "never")), Optional.empty(), "", false);
    test.engine.cancelOperation(cancelled.id());
    assertEquals(Operation.State.CANCELLED, test.await(cancelled).state());
    assertEquals(List.of(), snapshots(version));
  }

  @Test
  @DisplayName("R49 a snapshot holds every field and stays as it is whatever comes after")
  void snapshotsStay() {
    var version = test.serving();
    test.redeploy(version, with("2"));
    var before = snapshots(version).getFirst();
    test.redeploy(version, with("3"));
    test.redeploy(version, configuration(variable("START", "fail-1")));
    assertEquals(before, test.engine.getSnapshot(version, before.id()));
  }

  @Test
  @DisplayName("R50 snapshots are listed newest first, ten a page")
  void snapshotPages() {
    var version = test.serving();
    for (int i = 0; i < 12; i++) {
      test.redeploy(version, with("n" + i));
    }
    var first = test.engine.listSnapshots(version, Page.Request.FIRST_TEN);
    assertEquals(12, first.total());
    assertEquals(12, first.items().getFirst().number());
    assertEquals(10, first.items().size());
    var second = test.engine.listSnapshots(version, new Page.Request(1, 10));
    assertEquals(List.of(2, 1), second.items().stream().map(Snapshot::number).toList());
  }

  @Test
  @DisplayName("R51 the diff marks every differing field, keeps equal ones, and masks secrets")
  void diffMarks() {
    var version =
        test.serving(variable("GREETING", "old"), EnvironmentVariable.secret("KEY", "canary-one"));
    test.redeploy(
        version,
        configuration(
            variable("GREETING", "new"), EnvironmentVariable.secret("KEY", "canary-two")));
    var snapshot = snapshots(version).getFirst().id();
    var entries =
        test.engine.diff(new NewVersion.OfVersion(version), new NewVersion.OfSnapshot(snapshot));
    assertEquals(DiffEntry.Change.CHANGED, entry(entries, "environment.GREETING").change());
    assertEquals(DiffEntry.Change.CHANGED, entry(entries, "environment.KEY").change());
    assertTrue(entry(entries, "environment.KEY").secret());
    assertEquals(DiffEntry.Change.EQUAL, entry(entries, "port").change());
    assertFalse(entries.toString().contains("canary"));
    assertFalse(snapshots(version).toString().contains("canary"));
  }

  private static DiffEntry entry(List<DiffEntry> entries, String path) {
    return entries.stream().filter(e -> e.path().equals(path)).findFirst().orElseThrow();
  }

  @Test
  @DisplayName("R53 after a rollback the configuration equals the snapshot, secrets included")
  void rollbackRestores() {
    var version = test.serving(EnvironmentVariable.secret("KEY", "one"));
    var before = test.engine.getVersion(version);
    test.redeploy(version, configuration(EnvironmentVariable.secret("KEY", "two")));
    var traffic = test.engine.getTraffic(SHOP);
    var operation =
        test.await(test.engine.rollback(version, snapshots(version).getFirst().id(), "back"));
    assertEquals(Operation.State.SUCCEEDED, operation.state());
    var after = test.engine.getVersion(version);
    assertEquals(before.configuration(), after.configuration());
    assertEquals(before.address(), after.address());
    assertEquals(traffic, test.engine.getTraffic(SHOP));
    assertEquals(
        Set.of(configuration(EnvironmentVariable.secret("KEY", "one"))),
        test.runningConfigurations(version));
  }

  @Test
  @DisplayName("R54 a rollback whose instance fails is undone like a redeploy")
  void failedRollbackIsUndone() {
    var version = test.serving();
    test.redeploy(version, with("new"));
    test.platform.failNextStart();
    var operation =
        test.await(test.engine.rollback(version, snapshots(version).getFirst().id(), ""));
    assertEquals(Operation.Kind.ROLLBACK, operation.kind());
    assertEquals(Operation.State.ROLLED_BACK, operation.state());
    assertEquals(with("new"), test.engine.getVersion(version).configuration());
    assertEquals(Set.of(with("new")), test.runningConfigurations(version));
    assertEquals(1, snapshots(version).size());
  }

  @Test
  @DisplayName("R55 a rollback adds a snapshot of before, so that it can be rolled back as well")
  void rollbackOfRollback() {
    var version = test.serving();
    test.redeploy(version, with("new"));
    test.await(test.engine.rollback(version, snapshots(version).getFirst().id(), ""));
    var newest = snapshots(version).getFirst();
    assertEquals(with("new"), newest.configuration());
    test.await(test.engine.rollback(version, newest.id(), ""));
    assertEquals(with("new"), test.engine.getVersion(version).configuration());
  }

  @Test
  @DisplayName(
      "R15 R73 a draft with more instances at least than at most is forecast, and its check fails")
  void forecastOfNonsense() {
    var version = test.serving();
    for (int most : List.of(3, Integer.MAX_VALUE)) {
      var nonsense =
          with("new").withScaling(new Scaling(Integer.MAX_VALUE, most, List.of(), List.of()));

      var forecast = test.engine.forecast(version, nonsense);

      assertFalse(forecast.checks().getFirst().passed(), forecast.toString());
      assertTrue(forecast.peakInstances() >= 3, forecast.toString());
    }
  }

  @Test
  @DisplayName("R57 a rollback to a snapshot whose artifact is gone is refused before it starts")
  void impossibleRollback() {
    var version = test.serving();
    test.redeploy(version, with("new"));
    var snapshot = snapshots(version).getFirst().id();
    test.platform.missing = Optional.of("its archive was deleted.");
    assertEquals(
        Optional.of("R57"), refused(() -> test.engine.rollback(version, snapshot, "")).rule());
    assertFalse(
        test.engine.forecast(version, snapshot).checks().stream().allMatch(c -> c.passed()));
    assertEquals(with("new"), test.engine.getVersion(version).configuration());
    var unknown = new SnapshotId("shop-001.99");
    assertEquals(
        Problem.Kind.NOT_FOUND, refused(() -> test.engine.rollback(version, unknown, "")).kind());
  }

  @Test
  @DisplayName("R41 load that passes the threshold during the roll adds an instance on the new one")
  void scalesWhileRolling() throws InterruptedException {
    var scaling =
        new Scaling(2, 3, List.of(new Scaling.Condition(Scaling.Metric.CPU, 60)), List.of());
    test.engine.createService(SHOP, true);
    var version = test.deploy(100, configuration().withScaling(scaling));
    var stuck = configuration(variable("READY", "never")).withScaling(scaling);
    var events = new LinkedBlockingQueue<EngineEvent>();
    try (var _ = test.engine.subscribe(Optional.empty(), new Recording(events))) {
      var operation = test.engine.redeploy(version, stuck, Optional.empty(), "", false);
      test.scale(version, 3);
      awaitWanted(events, 3);
      test.engine.cancelOperation(operation.id());
      test.await(operation);
    }
    assertEquals(2, test.engine.getVersion(version).instances().wanted());
  }

  @Test
  @DisplayName("R41 what load adds during the roll has the new configuration, never above the most")
  void scalesOnTheNewConfiguration() {
    var scaling =
        new Scaling(2, 3, List.of(new Scaling.Condition(Scaling.Metric.CPU, 60)), List.of());
    test.engine.createService(SHOP, true);
    var version = test.deploy(100, configuration().withScaling(scaling));
    var slow = with("new").withScaling(scaling).withRoll(new Roll(1, true, 1, 60));
    var operation = test.engine.redeploy(version, slow, Optional.empty(), "", false);
    test.scale(version, 3);
    test.await(version, view -> view.instances().wanted() == 3);
    assertEquals(Operation.State.SUCCEEDED, test.await(operation).state());
    var after = test.engine.getVersion(version);
    assertEquals(new VersionView.InstanceCount(3, 3), after.instances());
    assertEquals(Set.of(slow), test.runningConfigurations(version));
    assertEquals(3, test.platform.running.size());
  }

  private static void awaitWanted(BlockingQueue<EngineEvent> events, int wanted)
      throws InterruptedException {
    while (true) {
      var event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("never wanted " + wanted);
      }
      if (event.change() instanceof EngineEvent.VersionChanged changed
          && changed.version().instances().wanted() == wanted) {
        return;
      }
    }
  }

  @Test
  @DisplayName("R61 an instance that exits is restarted after a while; the version says DEGRADED")
  void exitedInstanceIsRestarted() throws InterruptedException {
    var version = test.serving();
    var events = new LinkedBlockingQueue<EngineEvent>();
    try (var _ = test.engine.subscribe(Optional.empty(), new Recording(events))) {
      var victim = test.platform.running.keySet().iterator().next();
      test.platform.exit(victim, "killed by signal 9");
      var degraded = awaitState(events, VersionView.State.DEGRADED);
      assertTrue(degraded.reason().orElseThrow().message().contains("signal 9"));
      awaitState(events, VersionView.State.NORMAL);
      var instance =
          test.engine.listInstances(version).stream()
              .filter(i -> i.id().equals(victim))
              .findFirst()
              .orElseThrow();
      assertEquals(1, instance.restarts());
      assertEquals(2, test.platform.running.size());
    }
  }

  private static VersionView awaitState(BlockingQueue<EngineEvent> events, VersionView.State state)
      throws InterruptedException {
    while (true) {
      var event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("never " + state);
      }
      if (event.change() instanceof EngineEvent.VersionChanged changed
          && changed.version().state() == state) {
        return changed.version();
      }
    }
  }

  @Test
  @DisplayName("R71 a restarted engine takes over what runs, and everything acknowledged is there")
  void takesOver() throws IOException {
    var version = test.serving();
    test.redeploy(version, with("new"));
    var before = test.engine.getVersion(version);
    var running = Set.copyOf(test.platform.running.keySet());
    var history = snapshots(version);
    test.close();
    test = TestEngine.start(directory, test.platform);
    assertEquals(before, test.engine.getVersion(version));
    assertEquals(history, snapshots(version));
    test.redeploy(version, with("newer"));
    assertTrue(test.platform.running.keySet().stream().noneMatch(running::contains));
  }

  @Test
  @DisplayName("R72 a redeploy that a crash interrupted is finished by the restarted engine")
  void finishesAfterCrash() throws IOException {
    var version = test.serving();
    var operation =
        test.engine.redeploy(
            version,
            configuration(variable("READY", "never")).withRoll(new Roll(1, true, 0, 2)),
            Optional.empty(),
            "",
            false);
    test.close();
    test = TestEngine.start(directory, test.platform);
    assertEquals(Operation.State.ROLLED_BACK, test.await(operation).state());
    assertEquals(VersionView.State.NORMAL, test.engine.getVersion(version).state());
    assertEquals(Set.of(configuration()), test.runningConfigurations(version));
    assertEquals(2, test.platform.running.size());
  }

  @Test
  @DisplayName("events have no gaps, also across a restart of the engine")
  void eventsHaveNoGaps() throws IOException, InterruptedException {
    var events = new LinkedBlockingQueue<EngineEvent>();
    try (var _ = test.engine.subscribe(Optional.of(0L), new Recording(events))) {
      test.redeploy(test.serving(), with("new"));
      awaitState(events, VersionView.State.UPDATING);
    }
    test.close();
    test = TestEngine.start(directory, test.platform);
    var again = new LinkedBlockingQueue<EngineEvent>();
    try (var _ = test.engine.subscribe(Optional.of(0L), new Recording(again))) {
      long newest = test.store.eventRange().newest();
      for (long number = 1; number <= newest; number++) {
        var event = again.poll(10, TimeUnit.SECONDS);
        assertEquals(number, event == null ? -1 : event.number());
      }
    }
  }

  private record Recording(BlockingQueue<EngineEvent> events) implements EventListener {
    @Override
    public void onEvent(EngineEvent event) {
      events.add(event);
    }

    @Override
    public void onConnected(boolean complete) {
      // Nothing is held that would have to be read anew.
    }

    @Override
    public void onDisconnected(Problem problem) {
      throw new AssertionError(problem.detail());
    }
  }
}
