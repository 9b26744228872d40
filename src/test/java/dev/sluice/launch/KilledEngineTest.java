package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledEngineTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;
  private RunningEngineProcess process;

  @BeforeEach
  void start() throws Exception {
    process = RunningEngineProcess.start(folder.resolve("data"));
  }

  @AfterEach
  void stop() throws Exception {
    process.close();
  }

  private static Configuration sample(DeploymentEngine engine, EnvironmentVariable... variables) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(engine.info().sampleCommand())
        .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 3))
        .withScaling(Scaling.fixed(2))
        .withEnvironment(List.of(variables));
  }

  @Test
  @DisplayName(
      "R71 R72 an engine killed in the middle of a redeploy is restarted, takes over what runs and"
          + " ends the operation; R45 no request is lost")
  void killedInTheMiddle() throws Exception {
    Operation redeploy;
    SteadyClient customer;
    List<InstanceView> before;
    try (var engine = process.client()) {
      engine.createService(SHOP, true);
      var given = new NewVersion.Given(sample(engine), Optional.empty());
      var created = engine.createVersion(SHOP, new NewVersion(given, 100, ""));
      assertEquals(Operation.State.SUCCEEDED, engine.awaitOperation(created.id(), LIMIT).state());
      var version = created.version().orElseThrow();
      before = engine.listInstances(version);
      awaitServing();
      customer = new SteadyClient(process.gateway(), "shop.localhost").start(4);
      redeploy =
          engine.redeploy(
              version,
              sample(engine, EnvironmentVariable.plain("SAMPLE_LABEL", "new")),
              Optional.empty(),
              "",
              false);
    }
    process.kill();
    long answered = customer.total();
    process.startAgain();
    try (var engine = process.client()) {
      var ended = engine.awaitOperation(redeploy.id(), LIMIT);
      assertTrue(ended.state().isFinal(), ended.toString());
      var version = redeploy.version().orElseThrow();
      assertEquals(VersionView.State.NORMAL, engine.getVersion(version).state());
      assertEquals(
          ended.state() == Operation.State.SUCCEEDED ? 1 : 0,
          engine.listSnapshots(version, Page.Request.FIRST_TEN).total());
      var revisions =
          engine.listInstances(version).stream()
              .map(InstanceView::revision)
              .collect(Collectors.toSet());
      assertEquals(Set.of(engine.getVersion(version).revision()), revisions);
      customer.close();
      assertEquals(List.of(), customer.lost());
      assertTrue(customer.total() > answered, "nothing was answered while the engine was away");
      for (var instance : before) {
        boolean isGone = !isAlive(Long.parseLong(instance.handle().orElseThrow()));
        assertEquals(ended.state() == Operation.State.SUCCEEDED, isGone, "orphans: " + instance);
      }
    }
  }

  /// Customers come once the service is there.
  private void awaitServing() throws IOException {
    try (var first = new SteadyClient.Connection(process.gateway(), "shop.localhost")) {
      while (first.get("/").status() != 200) {
        Thread.onSpinWait();
      }
    }
  }

  /// A zombie is dead: the engine that should have been told of its end was killed.
  private static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @DisplayName("R71 a restarted engine takes over running instances with the same process ids")
  void samePids() throws Exception {
    List<InstanceView> before;
    try (var engine = process.client()) {
      engine.createService(SHOP, true);
      var given = new NewVersion.Given(sample(engine), Optional.empty());
      var created = engine.createVersion(SHOP, new NewVersion(given, 100, ""));
      engine.awaitOperation(created.id(), LIMIT);
      before = engine.listInstances(created.version().orElseThrow());
    }
    process.kill();
    process.startAgain();
    try (var engine = process.client()) {
      var after = engine.listInstances(before.getFirst().version());
      assertEquals(
          before.stream().map(InstanceView::handle).toList(),
          after.stream().map(InstanceView::handle).toList());
      assertTrue(after.stream().allMatch(instance -> instance.restarts() == 0));
    }
  }
}
