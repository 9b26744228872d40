package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.percent;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.RequestSample;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView;
import dev.sluice.engine.api.VersionView.Scale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Freezing, rules on what a request carries, single instances, and sleeping versions.
class RulesOfServicesTest {
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

  private static Problem refused(String rule, Runnable call) {
    var problem = assertThrows(ProblemException.class, call::run).problem();
    assertTrue(!problem.detail().isBlank() && !problem.action().isBlank(), problem.toString());
    assertEquals(Optional.of(rule), problem.rule(), problem::toString);
    return problem;
  }

  private List<InstanceId> instances(VersionName version) {
    return test.engine.listInstances(version).stream().map(InstanceView::id).toList();
  }

  @Test
  @DisplayName(
      "R4 a list of services tells what is so now, and of one that is made anew nothing old")
  void listed() {
    var all = new Page.Request(0, 10);
    var made = test.engine.createService(SHOP, true);
    assertEquals(List.of(made), test.engine.listServices("", all).items());
    assertEquals(List.of(made), test.engine.listServices("", all).items());

    var changed = test.engine.changePublicAccess(SHOP, false);
    assertEquals(List.of(changed), test.engine.listServices("", all).items());

    test.engine.deleteService(SHOP);
    assertEquals(List.of(), test.engine.listServices("", all).items());
    var again = test.engine.createService(SHOP, true);
    assertEquals(List.of(again), test.engine.listServices("", all).items());
  }

  private Operation succeed(Operation operation) {
    var ended = test.await(operation);
    assertEquals(Operation.State.SUCCEEDED, ended.state(), ended::toString);
    return ended;
  }

  @Test
  @DisplayName(
      "R4 when the call that closes a service's domain returns, the gateway has it; the addresses of"
          + " its versions stay in the table, and opening it again is the same")
  void publicAccess() {
    test.serving();
    var before = test.router.tables.getLast().services().getFirst();
    assertTrue(before.open());

    test.engine.changePublicAccess(SHOP, false);

    var closed = test.router.tables.getLast().services().getFirst();
    assertFalse(closed.open());
    assertEquals(before.versions(), closed.versions());
    test.engine.changePublicAccess(SHOP, true);
    assertEquals(before, test.router.tables.getLast().services().getFirst());
  }

  @Test
  @DisplayName(
      "R5 freezing stops every instance and keeps the rest; unfreezing brings back the same"
          + " versions, traffic and addresses")
  void freeze() {
    var first = test.serving();
    var second = test.deploy(0, configuration(variable("A", "2")));
    test.engine.setTraffic(SHOP, percent(first, 70, second, 30), Optional.empty(), "");
    var versions = test.engine.listVersions(SHOP);
    var traffic = test.engine.getTraffic(SHOP);

    var frozen = succeed(test.engine.freeze(SHOP, "for the night"));

    assertEquals(List.of(first.toString(), second.toString()), steps(frozen));
    assertTrue(test.platform.running.isEmpty(), test.platform.running.toString());
    assertEquals(ServiceView.State.FROZEN, test.engine.getService(SHOP).state());
    assertEquals(traffic, test.engine.getTraffic(SHOP));
    for (var version : test.engine.listVersions(SHOP)) {
      assertEquals(Scale.STOPPED, version.scale());
      assertEquals(VersionView.State.NORMAL, version.state());
    }

    succeed(test.engine.unfreeze(SHOP, "morning"));

    assertEquals(ServiceView.State.NORMAL, test.engine.getService(SHOP).state());
    assertEquals(traffic, test.engine.getTraffic(SHOP));
    var after = test.engine.listVersions(SHOP);
    for (int i = 0; i < versions.size(); i++) {
      assertEquals(versions.get(i).name(), after.get(i).name());
      assertEquals(versions.get(i).address(), after.get(i).address());
      assertEquals(versions.get(i).configuration(), after.get(i).configuration());
      assertEquals(versions.get(i).revision(), after.get(i).revision());
      assertEquals(versions.get(i).instances(), after.get(i).instances());
    }
    assertEquals(0, test.engine.listSnapshots(first, Page.Request.FIRST_TEN).total());
  }

  private static List<String> steps(Operation operation) {
    return operation.steps().stream().map(Operation.Step::name).toList();
  }

  @Test
  @DisplayName("R5 a frozen service stays frozen over a restart of the engine")
  void frozenStays() throws IOException {
    var version = test.serving();
    succeed(test.engine.freeze(SHOP, ""));
    test.close();
    test = TestEngine.start(directory, test.platform);
    assertEquals(ServiceView.State.FROZEN, test.engine.getService(SHOP).state());
    assertEquals(List.of(), instances(version));
    succeed(test.engine.unfreeze(SHOP, ""));
    assertEquals(2, test.platform.running.size());
  }

  @Test
  @DisplayName("R5 of a frozen service nothing can be deployed, and freezing twice is refused")
  void frozenRefuses() {
    var version = test.serving();
    succeed(test.engine.freeze(SHOP, ""));
    refused("R5", () -> test.engine.freeze(SHOP, ""));
    refused("R5", () -> test.deploy(0, configuration()));
    refused("R5", () -> test.redeploy(version, configuration(variable("A", "1"))));
    refused("R5", () -> test.engine.restart(version, ""));
    succeed(test.engine.unfreeze(SHOP, ""));
    refused("R5", () -> test.engine.unfreeze(SHOP, ""));
    assertEquals(2, test.platform.running.size());
  }

  @Test
  @DisplayName("R5 R42 a service with an update under way is not frozen; the answer names it")
  void busyIsNotFrozen() {
    var version = test.serving();
    var running =
        test.engine.redeploy(
            version, configuration(variable("READY", "never")), Optional.empty(), "", false);
    var problem = refused("R42", () -> test.engine.freeze(SHOP, ""));
    assertTrue(problem.detail().contains(running.id().value()), problem.detail());
    assertEquals(ServiceView.State.NORMAL, test.engine.getService(SHOP).state());
    test.engine.cancelOperation(running.id());
    test.await(running);
  }

  @Test
  @DisplayName("R5 a frozen service without traffic on a version lets that version be deleted")
  void frozenDelete() {
    test.serving();
    var second = test.deploy(0, configuration());
    succeed(test.engine.freeze(SHOP, ""));
    succeed(test.engine.deleteVersion(second));
    assertEquals(1, test.engine.listVersions(SHOP).size());
  }

  private static ByRules rules(VersionName beta, VersionName fallback) {
    return new ByRules(
        TrafficPolicy.Key.URL_PARAMETER, List.of(new RouteRule(10, "user", "b*", beta)), fallback);
  }

  @Test
  @DisplayName("R31 a policy by rules replaces one by percentage whole, and the other way round")
  void modesReplace() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    var rules = rules(second, first);
    assertEquals(
        rules, test.engine.setTraffic(SHOP, rules, Optional.empty(), "beta users").policy());
    assertEquals(0, test.engine.getVersion(first).trafficPercent());
    var byHeader = new ByRules(TrafficPolicy.Key.HEADER, rules.rules(), first);
    assertEquals(byHeader, test.engine.setTraffic(SHOP, byHeader, Optional.empty(), "").policy());
    test.engine.setTraffic(SHOP, percent(first, 100), Optional.empty(), "");
    assertEquals(percent(first, 100), test.engine.getTraffic(SHOP).policy());
    assertEquals(
        List.of(percent(first, 100), byHeader, rules, percent(first, 100)),
        test.engine.listTrafficHistory(SHOP, Page.Request.FIRST_TEN).items().stream()
            .map(view -> view.policy())
            .limit(4)
            .toList());
  }

  @Test
  @DisplayName(
      "R31 R69 an earlier policy by rules is restored with one action, after a restart too")
  void rulesAreRestored() throws IOException {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    var rules = rules(second, first);
    long revision = test.engine.setTraffic(SHOP, rules, Optional.empty(), "").revision();
    test.engine.setTraffic(SHOP, percent(first, 100), Optional.empty(), "");
    test.close();
    test = TestEngine.start(directory, test.platform);
    assertEquals(rules, test.engine.restoreTraffic(SHOP, revision, "again").policy());
    assertEquals(rules, test.router.tables.getLast().services().getFirst().policy());
  }

  @Test
  @DisplayName("R24 R26 a rule may name only versions of the service that can serve")
  void rulesNameServingVersions() {
    var first = test.serving();
    var unknown = new VersionName(SHOP, 9);
    var before = test.engine.getTraffic(SHOP);
    var problem =
        assertThrows(
                ProblemException.class,
                () -> test.engine.setTraffic(SHOP, rules(unknown, first), Optional.empty(), ""))
            .problem();
    assertEquals("rules[0].version", problem.fields().getFirst().field());
    test.await(
        test.engine.createVersion(
            SHOP,
            new NewVersion(
                new NewVersion.Given(configuration(variable("START", "fail-1")), Optional.empty()),
                0,
                "")));
    var broken = new VersionName(SHOP, 2);
    refused("R24", () -> test.engine.setTraffic(SHOP, rules(broken, first), Optional.empty(), ""));
    assertEquals(before, test.engine.getTraffic(SHOP));
  }

  @Test
  @DisplayName("R30 match prediction works for the present policy and for one that is not saved")
  void predict() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    var samples =
        List.of(
            RequestSample.of("/cart?user=bob"),
            RequestSample.of("https://shop.example/cart?user=bob#top"),
            RequestSample.of("https://shop.example?user=bob"),
            RequestSample.of("/cart?back=http://x/?user=bob"));
    var drafted = test.engine.predict(SHOP, samples, Optional.of(rules(second, first)));
    assertEquals(
        List.of(second, second, second, first),
        drafted.stream().map(p -> p.version().orElseThrow()).toList());
    assertEquals(percent(first, 100), test.engine.getTraffic(SHOP).policy());
    assertEquals(
        Optional.of(first),
        test.engine.predict(SHOP, samples, Optional.empty()).getFirst().version());
  }

  @Test
  @DisplayName(
      "R58 a default version and one named by a rule cannot be deleted; the answer says why")
  void namedVersionsStay() {
    var first = test.serving();
    var second = test.deploy(0, configuration());
    test.engine.setTraffic(SHOP, rules(second, first), Optional.empty(), "");
    assertTrue(refused("R58", () -> test.engine.deleteVersion(first)).detail().contains("default"));
    assertTrue(
        refused("R58", () -> test.engine.deleteVersion(second)).detail().contains("priority 10"));
    assertEquals(2, test.engine.listVersions(SHOP).size());
    assertEquals(4, test.platform.running.size());
  }

  @Test
  @DisplayName("R9 all traffic for a new version replaces a policy by rules too")
  void takesAllFromRules() {
    var first = test.serving();
    test.engine.setTraffic(SHOP, rules(first, first), Optional.empty(), "");
    var second = test.deploy(100, configuration());
    assertEquals(TrafficPolicy.ByPercent.allTo(second), test.engine.getTraffic(SHOP).policy());
  }

  @Test
  @DisplayName("R67 an instance is restarted alone: another is ready before it leaves")
  void restartInstance() {
    var version = test.serving();
    var before = instances(version);
    int tables = test.router.tables.size();

    var ended = succeed(test.engine.restartInstance(version, before.getFirst(), "it hangs"));

    assertEquals(Operation.Kind.RESTART, ended.kind());
    var after = instances(version);
    assertFalse(after.contains(before.getFirst()));
    assertTrue(after.contains(before.getLast()), "the other one is untouched");
    assertEquals(2, after.size());
    var routed = test.router.tables.subList(tables, test.router.tables.size());
    assertFalse(routed.isEmpty());
    for (var table : routed) {
      assertTrue(table.services().getFirst().versions().getFirst().origins().size() >= 2);
    }
    assertEquals(0, test.engine.listSnapshots(version, Page.Request.FIRST_TEN).total());
  }

  @Test
  @DisplayName("R67 an instance is removed alone, but never below the least")
  void removeInstance() {
    test.engine.createService(SHOP, true);
    var version =
        test.deploy(100, configuration().withScaling(new Scaling(1, 4, List.of(), List.of())));
    test.scale(version, 2);
    test.await(version, view -> view.instances().ready() == 2);
    var before = instances(version);

    var ended = succeed(test.engine.removeInstance(version, before.getFirst(), "too many"));

    assertEquals(Operation.Kind.SCALE, ended.kind());
    assertEquals(List.of(before.getLast()), instances(version));
    assertEquals(1, test.engine.getVersion(version).instances().wanted());
    refused("R67", () -> test.engine.removeInstance(version, before.getLast(), ""));
    assertEquals(1, test.platform.running.size());
  }

  @Test
  @DisplayName(
      "R67 R42 commands on unknown instances, and on versions that are updating, are refused")
  void tendRefused() {
    var version = test.serving();
    var unknown = new InstanceId("shop-001-i99");
    assertEquals(
        Problem.Kind.NOT_FOUND,
        assertThrows(
                ProblemException.class, () -> test.engine.restartInstance(version, unknown, ""))
            .problem()
            .kind());
    var one = instances(version).getFirst();
    var running =
        test.engine.redeploy(
            version, configuration(variable("READY", "never")), Optional.empty(), "", false);
    refused("R42", () -> test.engine.restartInstance(version, one, ""));
    test.engine.cancelOperation(running.id());
    test.await(running);
  }

  @Test
  @DisplayName("R63 R68 commands on services and instances are recorded with who, what and why")
  void recorded() {
    var version = test.serving();
    var one = instances(version).getFirst();
    OperationId frozen = succeed(test.engine.freeze(SHOP, "night")).id();
    var entry = test.engine.listAudit(Page.Request.FIRST_TEN).items().getFirst();
    assertEquals("service.freeze", entry.action());
    assertEquals("night", entry.remark());
    assertEquals(Optional.of(frozen.value()), entry.after());
    assertThrows(ProblemException.class, () -> test.engine.restartInstance(version, one, "no"));
    assertEquals(
        "instance.restart",
        test.engine.listAudit(Page.Request.FIRST_TEN).items().getFirst().action());
  }

  @Test
  @DisplayName(
      "R64 with a least of 0 and no request there is no instance; a request that waits brings one")
  void sleeps() throws IOException {
    test.close();
    test = TestEngine.sleepy(directory);
    test.engine.createService(SHOP, true);
    var version =
        test.deploy(100, configuration().withScaling(new Scaling(0, 2, List.of(), List.of())));

    var asleep = test.await(version, view -> view.scale() == Scale.ZERO);

    assertEquals(VersionView.State.NORMAL, asleep.state());
    assertEquals(0, test.platform.running.size());
    var route = test.router.tables.getLast().services().getFirst().versions().getFirst();
    assertTrue(route.onDemand());
    assertEquals(List.of(), route.origins());

    test.router.demand.add(version);

    var awake = test.await(version, view -> view.instances().ready() == 1);
    assertNotEquals(Scale.ZERO, awake.scale());
    assertEquals(VersionView.State.NORMAL, awake.state());
  }

  @Test
  @DisplayName("R64 a redeploy of a version that sleeps succeeds")
  void redeployAsleep() throws IOException {
    test.close();
    test = TestEngine.sleepy(directory);
    test.engine.createService(SHOP, true);
    var zero = new Scaling(0, 2, List.of(), List.of());
    var version = test.deploy(100, configuration().withScaling(zero));
    test.await(version, view -> view.scale() == Scale.ZERO);
    var ended = test.redeploy(version, configuration(variable("A", "1")).withScaling(zero));
    assertEquals(Operation.State.SUCCEEDED, ended.state());
    assertEquals(1, test.engine.listSnapshots(version, Page.Request.FIRST_TEN).total());
  }
}
