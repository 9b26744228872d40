package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Freezing, single instances, and traffic by what a request carries.
abstract class SteeringContract extends MetricsContract {
  private static final ByRules RULES =
      new ByRules(
          TrafficPolicy.Key.URL_PARAMETER,
          List.of(new RouteRule(20, "user", "beta*", SECOND), new RouteRule(10, "p", "1", FIRST)),
          FIRST);

  @Test
  @DisplayName("R5 a frozen service runs nothing and keeps the rest; unfrozen it is as before")
  void freeze() {
    deploy(100);
    var before = engine().getVersion(FIRST);

    var frozen = succeed(engine().freeze(SHOP, "over night"));

    assertEquals(Operation.Kind.FREEZE, frozen.kind());
    assertEquals("over night", frozen.remark());
    assertEquals(ServiceView.State.FROZEN, engine().getService(SHOP).state());
    assertEquals(VersionView.Scale.STOPPED, engine().getVersion(FIRST).scale());
    assertEquals(List.of(), engine().listInstances(FIRST));
    refused(() -> engine().freeze(SHOP, ""), Problem.Kind.CONFLICT, "R5");
    refused(() -> engine().restart(FIRST, ""), Problem.Kind.CONFLICT, "R5");

    assertEquals(Operation.Kind.UNFREEZE, succeed(engine().unfreeze(SHOP, "")).kind());

    assertEquals(ServiceView.State.NORMAL, engine().getService(SHOP).state());
    var after = engine().getVersion(FIRST);
    assertEquals(VersionView.State.NORMAL, after.state());
    assertEquals(before.address(), after.address());
    assertEquals(before.configuration(), after.configuration());
    assertEquals(100, after.trafficPercent());
    refused(() -> engine().unfreeze(SHOP, ""), Problem.Kind.CONFLICT, "R5");
  }

  @Test
  @DisplayName("R67 one instance is restarted: another one takes its place")
  void restartInstance() {
    deploy(0);
    var old = ids(engine().listInstances(FIRST)).getFirst();

    var operation = succeed(engine().restartInstance(FIRST, old, "leaks"));

    assertEquals(Operation.Kind.RESTART, operation.kind());
    assertEquals("leaks", operation.remark());
    var now = ids(engine().listInstances(FIRST));
    assertEquals(1, now.size());
    assertNotEquals(old, now.getFirst());
  }

  @Test
  @DisplayName(
      "R67 the last instance of as many as must be is not removed; a strange one is unknown")
  void removeInstance() {
    deploy(0);
    var only = ids(engine().listInstances(FIRST)).getFirst();

    refused(() -> engine().removeInstance(FIRST, only, ""), Problem.Kind.CONFLICT, "R67");
    notFound(() -> engine().removeInstance(FIRST, new InstanceId(FIRST + "-i99"), ""));
    notFound(() -> engine().restartInstance(FIRST, new InstanceId(FIRST + "-i99"), ""));

    assertEquals(List.of(only), ids(engine().listInstances(FIRST)));
  }

  @Test
  @DisplayName("a policy by percentage says whether user agents stay at their version")
  void sticky() {
    deploy(100);
    var sticky = TrafficPolicy.ByPercent.allTo(FIRST).withSticky(true);

    var set = engine().setTraffic(SHOP, sticky, Optional.empty(), "");

    assertEquals(sticky, set.policy());
    assertEquals(sticky, engine().getTraffic(SHOP).policy());
  }

  @Test
  @DisplayName("R26 R27 R31 a policy by rules replaces the shares and comes back by priority")
  void rules() {
    deploy(100);
    create(0);

    var set = engine().setTraffic(SHOP, RULES, Optional.empty(), "beta users");

    assertEquals(RULES, set.policy());
    assertEquals(RULES, engine().getTraffic(SHOP).policy());
    assertEquals(10, ((ByRules) set.policy()).rules().getFirst().priority());
    assertEquals(0, engine().getVersion(FIRST).trafficPercent());
    var restored = engine().restoreTraffic(SHOP, set.revision() - 1, "");
    assertEquals(policy(Map.of(FIRST, 100)), restored.policy());
    assertEquals(RULES, engine().listTrafficHistory(SHOP, ALL).items().get(1).policy());
  }

  @Test
  @DisplayName("R58 a version that a rule or the default names is not deleted")
  void ruleKeepsVersion() {
    deploy(0);
    create(0);
    engine().setTraffic(SHOP, RULES, Optional.empty(), "");

    refused(() -> engine().deleteVersion(FIRST), Problem.Kind.CONFLICT, "R58");
    refused(() -> engine().deleteVersion(SECOND), Problem.Kind.CONFLICT, "R58");
  }

  @Test
  @DisplayName(
      "R30 R32 a prediction tells version and rule, by a policy that is set or is only tried")
  void predict() {
    deploy(100);
    create(0);
    var urls =
        List.of(
            new RequestSample("/?user=beta-1", Map.of()),
            new RequestSample("https://shop.localhost:8000/x?p=1&user=beta", Map.of()),
            new RequestSample("/?user=alpha", Map.of()));
    var byHeader =
        new ByRules(
            TrafficPolicy.Key.HEADER, List.of(new RouteRule(5, "X-Group", "b", SECOND)), FIRST);
    var sample = new RequestSample("/", Map.of("X-Group", List.of("a", "b")));

    var tried = engine().predict(SHOP, urls, Optional.of(RULES));
    var byGroup = engine().predict(SHOP, List.of(sample), Optional.of(byHeader));

    assertEquals(
        List.of(Optional.of(SECOND), Optional.of(FIRST), Optional.of(FIRST)),
        tried.stream().map(Prediction::version).toList());
    assertEquals(
        List.of(OptionalInt.of(20), OptionalInt.of(10), OptionalInt.empty()),
        tried.stream().map(Prediction::rule).toList());
    assertEquals(Optional.of(SECOND), byGroup.getFirst().version());
    assertEquals(
        List.of(Optional.of(FIRST)),
        engine().predict(SHOP, List.of(urls.getFirst()), Optional.empty()).stream()
            .map(Prediction::version)
            .toList());
    engine().setTraffic(SHOP, RULES, Optional.empty(), "");
    assertEquals(tried, engine().predict(SHOP, urls, Optional.empty()));
    notFound(() -> engine().predict(new ServiceName("nobody"), urls, Optional.empty()));
  }
}
