package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.percent;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Resources;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.AuditEntry;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesOfVersionsTest {
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
    var problem = assertThrows(ProblemException.class, call::run).problem();
    assertTrue(!problem.detail().isBlank() && !problem.action().isBlank(), problem.toString());
    return problem;
  }

  @Test
  @DisplayName("R1 a second service with a name that is taken is refused")
  void secondServiceIsRefused() {
    test.engine.createService(SHOP, true);
    var problem = refused(() -> test.engine.createService(SHOP, true));
    assertEquals(Problem.Kind.CONFLICT, problem.kind());
    assertEquals(Optional.of("R1"), problem.rule());
    assertEquals(1, test.engine.listServices("", Page.Request.FIRST_TEN).total());
  }

  @Test
  @DisplayName("R2 a service keeps its name whatever is changed of it")
  void nameStays() {
    test.engine.createService(SHOP, true);
    assertEquals(SHOP, test.engine.changePublicAccess(SHOP, false).name());
    assertEquals(SHOP, test.engine.getService(SHOP).name());
  }

  @Test
  @DisplayName("R3 a service with versions cannot be deleted, and the answer names them")
  void serviceWithVersionsStays() {
    var version = test.serving();
    var problem = refused(() -> test.engine.deleteService(SHOP));
    assertEquals(Optional.of("R3"), problem.rule());
    assertTrue(problem.detail().contains(version.toString()), problem.detail());
    assertEquals(SHOP, test.engine.getService(SHOP).name());
  }

  @Test
  @DisplayName("R6 numbers of versions only grow, also after a deletion")
  void numbersOnlyGrow() {
    test.serving();
    var second = test.deploy(0, configuration());
    assertEquals("shop-002", second.toString());
    test.await(test.engine.deleteVersion(second));
    assertEquals("shop-003", test.deploy(0, configuration()).toString());
  }

  @Test
  @DisplayName("R6 a service made anew under an old name goes on counting, after a restart as well")
  void numbersOutliveTheService() throws IOException {
    test.engine.createService(SHOP, true);
    var first = test.deploy(0, configuration());
    var second = test.deploy(0, configuration());
    test.await(test.engine.deleteVersion(first));
    test.await(test.engine.deleteVersion(second));
    test.engine.deleteService(SHOP);
    test.engine.createService(new ServiceName("shop-other"), true);
    test.engine.createService(SHOP, true);
    assertEquals("shop-003", test.deploy(0, configuration()).toString());
    test.await(test.engine.deleteVersion(new VersionName(SHOP, 3)));
    test.engine.deleteService(SHOP);
    test.close();
    test = TestEngine.start(directory, test.platform);
    test.engine.createService(SHOP, true);
    assertEquals("shop-004", test.deploy(0, configuration()).toString());
  }

  @Test
  @DisplayName("R68 R73 a remark has a limit; one that is longer changes nothing, and is recorded")
  void longRemark() {
    var version = test.serving();
    String longest = "x".repeat(2_000);
    test.await(test.engine.restart(version, longest));
    var problem =
        assertThrows(ProblemException.class, () -> test.engine.restart(version, longest + "x"))
            .problem();
    assertEquals(Problem.Kind.NOT_ALLOWED, problem.kind());
    assertEquals("remark", problem.fields().getFirst().field());
    assertEquals(2, test.engine.getVersion(version).revision().value());
    var entry = test.engine.listAudit(new Page.Request(0, 1)).items().getFirst();
    assertEquals("version.restart", entry.action());
    assertEquals("invalid", entry.outcome());
    assertEquals(longest, entry.remark());
  }

  @Test
  @DisplayName("R7 every version has an address unlike any other's, and keeps it")
  void addressesDiffer() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    var address = test.engine.getVersion(first).address();
    assertNotEquals(address, test.engine.getVersion(second).address());
    test.redeploy(first, configuration(variable("A", "1")));
    assertEquals(address, test.engine.getVersion(first).address());
  }

  @Test
  @DisplayName("R8 start traffic other than 0 or 100 is refused and creates nothing")
  void startTrafficIsZeroOrAll() {
    test.engine.createService(SHOP, true);
    var problem = refused(() -> test.deploy(50, configuration()));
    assertEquals("startTraffic", problem.fields().getFirst().field());
    assertEquals(List.of(), test.engine.listVersions(SHOP));
  }

  @Test
  @DisplayName("R9 with 100, all traffic moves once every instance is ready")
  void allTrafficAfterReady() {
    var first = test.serving();
    var second = test.deploy(100, configuration());
    assertEquals(percent(second, 100), test.engine.getTraffic(SHOP).policy());
    assertEquals(0, test.engine.getVersion(first).trafficPercent());
    var taken =
        test.router.tables.stream()
            .flatMap(table -> table.services().stream())
            .filter(route -> route.policy().shareOf(second).value() == 100)
            .findFirst()
            .orElseThrow();
    assertEquals(2, taken.versions().getLast().origins().size());
  }

  @Test
  @DisplayName("R10 with 100 and a failed deployment, the traffic policy is untouched")
  void failedDeploymentMovesNothing() {
    test.serving();
    var before = test.engine.getTraffic(SHOP);
    var failed = test.deploy(100, configuration(variable("START", "fail-2")));
    assertEquals(VersionView.State.DEPLOY_FAILED, test.engine.getVersion(failed).state());
    assertEquals(before, test.engine.getTraffic(SHOP));
  }

  @Test
  @DisplayName("R11 with 0, the traffic policy is untouched")
  void zeroMovesNothing() {
    test.serving();
    var before = test.engine.getTraffic(SHOP);
    test.deploy(0, configuration());
    assertEquals(before, test.engine.getTraffic(SHOP));
  }

  @Test
  @DisplayName("R12 creating a version changes nothing of any other")
  void othersStay() {
    var first = test.serving();
    test.redeploy(first, configuration(variable("A", "0")));
    var before = test.engine.getVersion(first);
    var instances = test.engine.listInstances(first);
    var snapshots = test.engine.listSnapshots(first, Page.Request.FIRST_TEN);
    test.deploy(0, configuration(variable("A", "1")));
    assertEquals(snapshots, test.engine.listSnapshots(first, Page.Request.FIRST_TEN));
    assertEquals(before, test.engine.getVersion(first));
    assertEquals(instances, test.engine.listInstances(first));
  }

  @Test
  @DisplayName("R13 defaults: port 8080, 0.5 CPU, 1 GiB, 1 to 50 instances, CPU > 60 %, 2 s delay")
  void defaults() {
    var c = Configuration.of(configuration().artifact());
    assertEquals(8080, c.port());
    assertEquals("0.5", c.resources().cpu().toPlainString());
    assertEquals(1024, c.resources().memoryMiB());
    assertEquals(
        new Scaling(1, 50, List.of(new Scaling.Condition(Scaling.Metric.CPU, 60)), List.of()),
        c.scaling());
    assertEquals(2, c.health().initialDelaySeconds());
    assertEquals(List.of(), c.environment());
    assertEquals("", c.remark());
  }

  @Test
  @DisplayName("R14 a pair of CPU and memory that is not offered is refused")
  void resourcePairs() {
    test.engine.createService(SHOP, true);
    var odd = configuration().withResources(new Resources(new BigDecimal("0.25"), 4096));
    assertEquals(
        "configuration.resources.memoryMiB",
        refused(() -> test.deploy(0, odd)).fields().getFirst().field());
  }

  @Test
  @DisplayName("R15 counts and ports out of range are refused, each named, and nothing is created")
  void countsAndPorts() {
    test.engine.createService(SHOP, true);
    var bad = configuration().withPort(0).withScaling(new Scaling(-1, 51, List.of(), List.of()));
    var fields = refused(() -> test.deploy(0, bad)).fields().stream().map(v -> v.field()).toList();
    assertEquals(
        List.of("configuration.port", "configuration.scaling.min", "configuration.scaling.max"),
        fields);
    var crossed = configuration().withScaling(new Scaling(3, 2, List.of(), List.of()));
    assertEquals(
        Optional.of("R15"), refused(() -> test.deploy(0, crossed)).fields().getFirst().rule());
    assertEquals(List.of(), test.engine.listVersions(SHOP));
  }

  @Test
  @DisplayName(
      "R16 a failed build ends in BUILD_FAILED, a failed start in DEPLOY_FAILED with its log")
  void failuresAreTold() {
    test.engine.createService(SHOP, true);
    var build = test.deploy(0, configuration(variable("BUILD", "fail")));
    var view = test.engine.getVersion(build);
    assertEquals(VersionView.State.BUILD_FAILED, view.state());
    assertTrue(view.reason().orElseThrow().message().contains("not a zip"));
    assertTrue(logOf(latest(build)).contains("not a zip"), logOf(latest(build)));
    var start = test.deploy(0, configuration(variable("START", "fail-1")));
    assertEquals(VersionView.State.DEPLOY_FAILED, test.engine.getVersion(start).state());
    assertEquals("startFailed", test.engine.getVersion(start).reason().orElseThrow().code());
    var operation = latest(start);
    assertEquals(Operation.State.FAILED, operation.state());
    // Both instances are started at once; the log is that of the one that failed first.
    assertEquals(1, operation.log().size());
    var words = operation.log().getFirst();
    assertTrue(words.matches("last words of shop-002-i[12]"), words);
    assertEquals(0, test.platform.running.size());
  }

  private String logOf(Operation operation) {
    return test
        .engine
        .readLogs(LogQuery.of(new LogQuery.OfOperation(operation.id()), 100))
        .lines()
        .stream()
        .map(LogLine::text)
        .collect(Collectors.joining("\n"));
  }

  @Test
  @DisplayName("R16 a platform that fails in a way it should not fails the build, not the engine")
  void platformCrashes() {
    test.engine.createService(SHOP, true);
    var build = test.deploy(0, configuration(variable("BUILD", "crash")));
    var view = test.engine.getVersion(build);
    assertEquals(VersionView.State.BUILD_FAILED, view.state());
    assertTrue(view.reason().orElseThrow().message().contains("nobody thought of that"));
  }

  @Test
  @DisplayName("R16 a log that cannot be read does not keep a failed operation from ending")
  void unreadableLog() {
    test.engine.createService(SHOP, true);
    test.platform.logsAreUnreadable = true;
    var start = test.deploy(0, configuration(variable("START", "fail-1")));
    assertEquals(VersionView.State.DEPLOY_FAILED, test.engine.getVersion(start).state());
    assertEquals(List.of(), latest(start).log());
  }

  @Test
  @DisplayName("R18 a version can be a copy of another's configuration, secrets included")
  void copies() {
    var first = test.serving(EnvironmentVariable.secret("KEY", "canary"));
    var copied =
        test.await(
            test.engine.createVersion(
                SHOP,
                new NewVersion(new NewVersion.CopyOf(new NewVersion.OfVersion(first)), 0, "")));
    var configurations = test.runningConfigurations(copied.version().orElseThrow());
    assertEquals(
        Optional.of("canary"), configurations.iterator().next().environment().getFirst().value());
    assertEquals(
        Optional.empty(),
        test.engine.getVersion(first).configuration().environment().getFirst().value());
  }

  @Test
  @DisplayName("R20 a version that the policy does not name has 0")
  void unnamedHasNothing() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    test.engine.setTraffic(SHOP, percent(second, 100), Optional.empty(), "");
    assertEquals(0, test.engine.getVersion(first).trafficPercent());
  }

  @Test
  @DisplayName("R21 a traffic change has been acknowledged by the gateway when the call returns")
  void trafficIsAcknowledged() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    var policy = percent(first, 80, second, 20);
    var running = Set.copyOf(test.platform.running.keySet());
    test.engine.setTraffic(SHOP, policy, Optional.empty(), "");
    assertEquals(running, test.platform.running.keySet());
    assertEquals(4, test.platform.started.size());
    assertEquals(policy, test.router.tables.getLast().services().getFirst().policy());
  }

  @Test
  @DisplayName("R24 a version that failed cannot be given traffic, and nothing changes")
  void failedVersionGetsNothing() {
    test.serving();
    var failed = test.deploy(0, configuration(variable("START", "fail-1")));
    var before = test.engine.getTraffic(SHOP);
    var problem =
        refused(() -> test.engine.setTraffic(SHOP, percent(failed, 100), Optional.empty(), ""));
    assertEquals(Optional.of("R24"), problem.rule());
    assertEquals(before, test.engine.getTraffic(SHOP));
  }

  @Test
  @DisplayName("R24 a version that never became ready gets no traffic; one that is updating does")
  void readyOnceIsEnough() {
    var first = test.serving();
    var stuck = new NewVersion.Given(configuration(variable("READY", "never")), Optional.empty());
    var creating =
        test.engine.createVersion(SHOP, new NewVersion(stuck, 0, "")).version().orElseThrow();
    assertEquals(VersionView.State.CREATING, test.engine.getVersion(creating).state());
    assertEquals(
        Optional.of("R24"),
        refused(() -> test.engine.setTraffic(SHOP, percent(creating, 100), Optional.empty(), ""))
            .rule());
    test.engine.setTraffic(SHOP, TrafficPolicy.ByPercent.OFF, Optional.empty(), "");

    test.engine.redeploy(
        first, configuration(variable("READY", "never")), Optional.empty(), "", false);
    assertEquals(VersionView.State.UPDATING, test.engine.getVersion(first).state());
    test.engine.setTraffic(SHOP, percent(first, 100), Optional.empty(), "");
    assertEquals(100, test.engine.getVersion(first).trafficPercent());
  }

  @Test
  @DisplayName("R56 rolling back by traffic deploys nothing")
  void rollbackByTraffic() {
    var first = test.serving();
    test.deploy(100, configuration());
    var started = List.copyOf(test.platform.started);
    test.engine.setTraffic(SHOP, TrafficPolicy.ByPercent.allTo(first), Optional.empty(), "");
    assertEquals(started, test.platform.started);
  }

  @Test
  @DisplayName("R58 a version with traffic cannot be deleted, and the answer says why")
  void versionWithTrafficStays() {
    var first = test.serving();
    var problem = refused(() -> test.engine.deleteVersion(first));
    assertEquals(Optional.of("R58"), problem.rule());
    assertTrue(problem.detail().contains("100 %"), problem.detail());
    assertEquals(VersionView.State.NORMAL, test.engine.getVersion(first).state());
  }

  @Test
  @DisplayName("R60 deleting a version ends its instances and deletes its snapshots")
  void deletionTakesEverything() {
    test.serving();
    var second = test.deploy(0, configuration());
    test.redeploy(second, configuration(variable("A", "1")));
    assertEquals(1, test.engine.listSnapshots(second, Page.Request.FIRST_TEN).total());
    test.await(test.engine.deleteVersion(second));
    assertEquals(0, test.platform.configurationsOf(second).size());
    refused(() -> test.engine.getVersion(second));
    assertEquals(0, test.store.snapshots(second, 0, 10).total());
  }

  @Test
  @DisplayName("R68 every changing call is recorded, a refused one as well")
  void everythingIsRecorded() {
    var first = test.serving();
    refused(() -> test.engine.deleteVersion(first));
    var entries = test.engine.listAudit(Page.Request.FIRST_TEN).items();
    assertEquals("version.delete", entries.get(0).action());
    assertEquals("hasTraffic", entries.get(0).outcome());
    assertEquals("version.create", entries.get(1).action());
    assertEquals("accepted", entries.get(1).outcome());
    assertEquals("tester", entries.get(1).by());
  }

  @Test
  @DisplayName("R68 each of the changing calls is recorded, with what was before and after")
  void eachCallIsRecorded() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    test.engine.changePublicAccess(SHOP, false);
    test.engine.setTraffic(SHOP, percent(first, 50, second, 50), Optional.empty(), "half");
    test.engine.restoreTraffic(SHOP, 1, "");
    test.redeploy(second, configuration(variable("A", "1")));
    var snapshot =
        test.engine.listSnapshots(second, Page.Request.FIRST_TEN).items().getFirst().id();
    test.await(test.engine.rollback(second, snapshot, ""));
    test.await(test.engine.restart(second, ""));
    var stuck =
        test.engine.redeploy(
            second, configuration(variable("READY", "never")), Optional.empty(), "", false);
    test.engine.pauseOperation(stuck.id());
    test.engine.resumeOperation(stuck.id());
    test.engine.cancelOperation(stuck.id());
    test.await(stuck);
    test.await(test.engine.deleteVersion(second));
    test.engine.createService(new ServiceName("other"), true);
    test.engine.deleteService(new ServiceName("other"));
    var digest = test.engine.upload(new ByteArrayInputStream(new byte[10]));

    var entries = test.engine.listAudit(new Page.Request(0, 100)).items().reversed();
    assertEquals(
        List.of(
            "service.create",
            "version.create",
            "version.create",
            "service.public",
            "traffic.set",
            "traffic.restore",
            "version.redeploy",
            "version.rollback",
            "version.restart",
            "version.redeploy",
            "operation.pause",
            "operation.resume",
            "operation.cancel",
            "version.delete",
            "service.create",
            "service.delete",
            "artifact.upload"),
        entries.stream().map(AuditEntry::action).toList());
    assertEquals(digest, entries.getLast().target());
    var shares = entries.get(4);
    assertEquals("shop", shares.target());
    assertEquals("half", shares.remark());
    assertEquals(Optional.of("shop-001 100 %"), shares.before());
    assertEquals(Optional.of("shop-001 50 %, shop-002 50 %"), shares.after());
    assertEquals(entries, entries.stream().sorted(Comparator.comparing(AuditEntry::at)).toList());
  }

  @Test
  @DisplayName(
      "R68 R73 an upload that is too large is refused as that, and the refusal is recorded")
  void largeUpload() {
    var bytes = new ByteArrayInputStream(new byte[FakePlatform.MOST_STORED + 1]);
    var problem = assertThrows(ProblemException.class, () -> test.engine.upload(bytes)).problem();
    assertEquals(Problem.Kind.TOO_LARGE, problem.kind());
    var entry = test.engine.listAudit(new Page.Request(0, 1)).items().getFirst();
    assertEquals("artifact.upload artifactTooLarge", entry.action() + " " + entry.outcome());
  }

  @Test
  @DisplayName("R69 an earlier traffic policy can be restored")
  void restoresTraffic() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    long before = test.engine.getTraffic(SHOP).revision();
    test.engine.setTraffic(SHOP, percent(first, 50, second, 50), Optional.empty(), "");
    test.engine.restoreTraffic(SHOP, before, "undo");
    assertEquals(percent(first, 100), test.engine.getTraffic(SHOP).policy());
    var history = test.engine.listTrafficHistory(SHOP, Page.Request.FIRST_TEN);
    assertEquals(List.of(3L, 2L, 1L, 0L), history.items().stream().map(t -> t.revision()).toList());
  }

  @Test
  @DisplayName("R73 calls on what is not there are refused in plain words")
  void unknownThings() {
    var nowhere = new ServiceName("nowhere");
    assertEquals(Problem.Kind.NOT_FOUND, refused(() -> test.engine.getService(nowhere)).kind());
    var version = new VersionName(nowhere, 1);
    assertEquals(Problem.Kind.NOT_FOUND, refused(() -> test.engine.getVersion(version)).kind());
    assertEquals(
        Problem.Kind.NOT_FOUND,
        refused(
                () ->
                    test.engine.createVersion(
                        nowhere,
                        new NewVersion(
                            new NewVersion.Given(configuration(), Optional.empty()), 0, "")))
            .kind());
  }

  private Operation latest(VersionName version) {
    return test.engine
        .listOperations(Optional.empty(), Optional.of(version), Page.Request.FIRST_TEN)
        .items()
        .getFirst();
  }
}
