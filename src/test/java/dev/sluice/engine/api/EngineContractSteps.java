package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;

/// What the parts of [DeploymentEngineContract] share: the engine, and the steps that most of its
/// tests begin with.
abstract class EngineContractSteps {
  protected static final ServiceName SHOP = new ServiceName("shop");
  static final VersionName FIRST = new VersionName(SHOP, 1);
  static final VersionName SECOND = new VersionName(SHOP, 2);
  static final Duration LIMIT = Duration.ofSeconds(60);
  static final Page.Request ALL = new Page.Request(0, 1_000);

  /// The same engine for the whole of one test; it has no service at first.
  protected abstract DeploymentEngine engine();

  /// Makes an instance write lines.
  protected abstract void write(InstanceId instance, String... lines);

  /// Lets the gateway count what has ended at a version within a second.
  protected abstract void count(VersionName version, long requests, long errors);

  /// Something the engine can run: the sample service, one instance, ready as soon as it listens.
  protected Configuration configuration() {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(engine().info().sampleCommand())
        .withScaling(Scaling.fixed(1))
        .withHealth(new HealthCheck(HealthCheck.Kind.TCP, "/", 0, 1, 1, 1, 3));
  }

  final Operation deploy(int startTraffic) {
    engine().createService(SHOP, true);
    return create(startTraffic);
  }

  final Operation create(int startTraffic) {
    return succeed(
        engine().createVersion(SHOP, new NewVersion(given(configuration()), startTraffic, "")));
  }

  final void create(NewVersion.Origin origin) {
    succeed(engine().createVersion(SHOP, new NewVersion(origin, 0, "")));
  }

  final Operation redeploy(Configuration draft) {
    return succeed(engine().redeploy(FIRST, draft, Optional.empty(), "because", false));
  }

  final Operation succeed(Operation operation) {
    var ended = await(operation);
    assertEquals(Operation.State.SUCCEEDED, ended.state(), ended::toString);
    return ended;
  }

  final Operation await(Operation operation) {
    return engine().awaitOperation(operation.id(), LIMIT);
  }

  final Configuration labelled(String label) {
    return configuration().withEnvironment(List.of(EnvironmentVariable.plain("LABEL", label)));
  }

  static NewVersion.Given given(Configuration configuration) {
    return new NewVersion.Given(configuration, Optional.empty());
  }

  static TrafficPolicy policy(Map<VersionName, Integer> shares) {
    var percent = new TreeMap<VersionName, Percent>();
    shares.forEach((version, share) -> percent.put(version, new Percent(share)));
    return new TrafficPolicy.ByPercent(percent);
  }

  static List<String> names(Page<ServiceView> page) {
    return page.items().stream().map(service -> service.name().value()).toList();
  }

  static List<InstanceId> ids(List<InstanceView> instances) {
    return instances.stream().map(InstanceView::id).toList();
  }

  static List<String> changes(List<DiffEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
        .map(entry -> entry.path() + " " + entry.change())
        .toList();
  }

  static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static void notFound(Executable call) {
    refused(call, Problem.Kind.NOT_FOUND, "");
  }

  /// R73: a refusal has a kind, a code, a sentence and what to do.
  static Problem refused(Executable call, Problem.Kind kind, String rule) {
    var problem = assertThrows(ProblemException.class, call).problem();
    assertEquals(kind, problem.kind(), problem::detail);
    assertFalse(problem.code().isBlank());
    assertFalse(problem.detail().isBlank());
    assertFalse(problem.action().isBlank());
    if (!rule.isEmpty()) {
      assertEquals(Optional.of(rule), problem.rule());
    }
    return problem;
  }
}
