package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.ResourceTable;
import dev.sluice.domain.service.Resources;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Stop;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesOfRollbackTest {
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

  private SnapshotId newest(VersionName version) {
    return test.engine.listSnapshots(version, Page.Request.FIRST_TEN).items().getFirst().id();
  }

  private static Problem refused(Runnable call) {
    return assertThrows(ProblemException.class, call::run).problem();
  }

  /// Different from [TestEngine#configuration] in every field.
  private static Configuration allDifferent() {
    return new Configuration(
        new Artifact.Archive(new Artifact.Path("/srv/shop.zip")),
        List.of("serve", "--loud"),
        9090,
        Protocol.H2C,
        List.of(variable("A", "1"), EnvironmentVariable.secret("KEY", "two")),
        new Resources(BigDecimal.ONE, 2048),
        new Scaling(1, 3, List.of(new Scaling.Condition(Scaling.Metric.MEMORY, 70)), List.of()),
        new HealthCheck(HealthCheck.Kind.TCP, "/live", 1, 2, 2, 2, 4),
        new Roll(2, false, 1, 20),
        new Stop(1, 2),
        List.of("/tmp/service.log"),
        "all of it");
  }

  @Test
  @DisplayName("R53 a rollback brings every single field back; traffic and address stay")
  void everyField() {
    var version = test.serving(EnvironmentVariable.secret("KEY", "one"));
    var before = test.engine.getVersion(version);
    var traffic = test.engine.getTraffic(version.service());
    test.redeploy(version, allDifferent());
    var snapshot = newest(version);
    var changed =
        test.engine.diff(new NewVersion.OfVersion(version), new NewVersion.OfSnapshot(snapshot));
    assertTrue(
        changed.stream().noneMatch(e -> e.change() == DiffEntry.Change.EQUAL), changed.toString());

    var operation = test.await(test.engine.rollback(version, snapshot, ""));

    assertEquals(Operation.State.SUCCEEDED, operation.state());
    var after = test.engine.getVersion(version);
    assertEquals(before.configuration(), after.configuration());
    assertEquals(
        Set.of(configuration(EnvironmentVariable.secret("KEY", "one"))),
        test.runningConfigurations(version));
    assertEquals(before.address(), after.address());
    assertEquals(traffic, test.engine.getTraffic(version.service()));
  }

  @Test
  @DisplayName(
      "R54 a rollback that runs refuses a second change; cancelled, it is undone (R42, R44)")
  void busyWithARollback() {
    var version = test.serving();
    var draft = configuration(variable("A", "1"));
    test.redeploy(version, draft);
    var snapshot = newest(version);
    test.platform.holdNextStart();

    var running = test.engine.rollback(version, snapshot, "");
    for (Runnable call :
        List.<Runnable>of(
            () -> test.engine.redeploy(version, allDifferent(), Optional.empty(), "", false),
            () -> test.engine.rollback(version, snapshot, ""),
            () -> test.engine.restart(version, ""))) {
      assertEquals(Optional.of("R42"), refused(call).rule());
    }
    test.engine.cancelOperation(running.id());

    assertEquals(Operation.State.CANCELLED, test.await(running).state());
    assertEquals(draft, test.engine.getVersion(version).configuration());
    assertEquals(Set.of(draft), test.runningConfigurations(version));
    assertEquals(1, test.engine.listSnapshots(version, Page.Request.FIRST_TEN).total());
  }

  @Test
  @DisplayName(
      "R54 a rollback can be paused and resumed, and load that comes meanwhile adds an instance on the"
          + " snapshot's configuration (R41, R44)")
  void steeredAndUnderLoad() {
    var scaling =
        new Scaling(2, 3, List.of(new Scaling.Condition(Scaling.Metric.CPU, 60)), List.of());
    var first = configuration().withScaling(scaling).withRoll(new Roll(1, true, 1, 60));
    test.engine.createService(TestEngine.SHOP, true);
    var version = test.deploy(100, first);
    test.redeploy(version, first.withRoll(new Roll(2, true, 0, 60)));

    var rollback = test.engine.rollback(version, newest(version), "");
    assertEquals(Operation.State.PAUSED, test.engine.pauseOperation(rollback.id()).state());
    assertEquals(VersionView.State.UPDATING, test.engine.getVersion(version).state());
    test.engine.resumeOperation(rollback.id());
    test.scale(version, 3);
    test.await(version, view -> view.instances().wanted() == 3);

    assertEquals(Operation.State.SUCCEEDED, test.await(rollback).state());
    assertEquals(new VersionView.InstanceCount(3, 3), test.engine.getVersion(version).instances());
    assertEquals(Set.of(first), test.runningConfigurations(version));
  }

  @Test
  @DisplayName(
      "R54 a rollback is UPDATING until its end and costs no instance in rotation (R36, R37, R40)")
  void rollsLikeARedeploy() {
    // A new instance has to stay ready for a second, so each step is in a table of its own.
    test.engine.createService(TestEngine.SHOP, true);
    var version = test.deploy(100, configuration().withRoll(new Roll(1, true, 1, 10)));
    test.redeploy(version, configuration(variable("A", "1")).withRoll(new Roll(1, true, 1, 9)));
    int tables = test.router.tables.size();
    // Held up by the first new instance, which becomes ready only when it is replaced.
    test.platform.holdNextStart();
    var operation = test.engine.rollback(version, newest(version), "");
    var during = test.await(version, view -> view.state() == VersionView.State.UPDATING);
    assertEquals(Optional.of(operation.id()), during.operation());
    assertEquals(List.of(variable("A", "1")), during.configuration().environment());
    test.engine.cancelOperation(operation.id());
    assertEquals(Operation.State.CANCELLED, test.await(operation).state());

    var again = test.await(test.engine.rollback(version, newest(version), ""));

    assertEquals(Operation.State.SUCCEEDED, again.state());
    assertEquals(VersionView.State.NORMAL, test.engine.getVersion(version).state());
    var revisions = new HashSet<Revision>();
    for (var table : test.router.tables.subList(tables, test.router.tables.size())) {
      var origins = table.services().getFirst().versions().getFirst().origins();
      assertTrue(origins.size() >= 2 && origins.size() <= 3, table.toString());
      origins.forEach(origin -> revisions.add(origin.revision()));
    }
    assertEquals(Set.of(new Revision(2), new Revision(4)), revisions, "told apart");
  }

  @Test
  @DisplayName("R54 a rollback compared with an older revision is refused with what changed (R46)")
  void staleComparison() {
    var version = test.serving();
    test.redeploy(version, configuration(variable("A", "1")));
    var snapshot = newest(version);
    var compared = Optional.of(test.engine.getVersion(version).revision());
    test.redeploy(version, configuration(variable("A", "2")));
    var before = test.engine.getVersion(version);
    var problem =
        assertThrows(
                ProblemException.class, () -> test.engine.rollback(version, snapshot, compared, ""))
            .problem();
    assertEquals(Problem.Kind.STALE, problem.kind());
    assertEquals(Optional.of("R46"), problem.rule());
    assertEquals(
        List.of("configuration.environment.A"),
        problem.fields().stream().map(Violation::field).toList());
    assertEquals(before, test.engine.getVersion(version));
    var now = Optional.of(before.revision());
    var operation = test.await(test.engine.rollback(version, snapshot, now, ""));
    assertEquals(Operation.State.SUCCEEDED, operation.state());
  }

  @Test
  @DisplayName("R54 a rollback to what is deployed already is refused (R43)")
  void nothingToRollBack() {
    var version = test.serving();
    test.redeploy(version, configuration(variable("A", "1")));
    var first = newest(version);
    test.await(test.engine.rollback(version, first, ""));
    long total = test.engine.listSnapshots(version, Page.Request.FIRST_TEN).total();

    var problem = refused(() -> test.engine.rollback(version, first, ""));

    assertEquals(Optional.of("R43"), problem.rule());
    assertEquals(total, test.engine.listSnapshots(version, Page.Request.FIRST_TEN).total());
  }

  @Test
  @DisplayName("R57 a rollback to resources that are no longer offered is refused beforehand")
  void resourcesNoLongerOffered() throws IOException {
    var version = test.serving();
    test.redeploy(version, configuration().withResources(new Resources(BigDecimal.ONE, 1024)));
    var snapshot = newest(version);
    test.close();
    var fewer = new ResourceTable.Row(BigDecimal.ONE, List.of(1024));
    test = TestEngine.start(directory, test.platform, new ResourceTable(List.of(fewer)));
    var before = test.engine.getVersion(version);

    assertTrue(
        test.engine.forecast(version, snapshot).checks().stream()
            .anyMatch(check -> check.code().equals("configuration") && !check.passed()));
    var problem = refused(() -> test.engine.rollback(version, snapshot, ""));

    assertEquals(Optional.of("R57"), problem.rule());
    assertTrue(problem.detail().contains("0.5 CPU"), problem.detail());
    assertEquals(before, test.engine.getVersion(version));
    assertNotEquals(before.configuration().resources(), Resources.DEFAULT);
  }
}
