package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.gateway.control.ControlSocket;
import dev.sluice.gateway.control.GatewayHello;
import dev.sluice.gateway.control.GatewayLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class GatewayAloneTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName ONE = new VersionName(SHOP, 1);

  @TempDir Path folder;

  private GatewayHello gateway() throws InterruptedException {
    var socket = ControlSocket.pathFor(folder.resolve("data"));
    return new GatewayLink(socket)
        .hello()
        .orElse(new GatewayHello("none", 0, "", 0, 0, null, null));
  }

  private static void deploy(DeploymentEngine engine) {
    engine.createService(SHOP, true);
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty()))
            .withCommand(engine.info().sampleCommand())
            .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 3))
            .withScaling(Scaling.fixed(1));
    var given = new NewVersion.Given(configuration, Optional.empty());
    var created = engine.createVersion(SHOP, new NewVersion(given, 100, ""));
    var ended = engine.awaitOperation(created.id(), Duration.ofMinutes(2));
    assertEquals(Operation.State.SUCCEEDED, ended.state(), ended.toString());
  }

  private static List<String> handles(DeploymentEngine engine) {
    return engine.listInstances(ONE).stream().map(i -> i.handle().orElseThrow()).toList();
  }

  private static int ask(RunningEngineProcess process) {
    try (var connection = new SteadyClient.Connection(process.gateway(), "shop.localhost")) {
      return connection.get("/").status();
    } catch (IOException e) {
      return 0;
    }
  }

  private void awaitServing(RunningEngineProcess process) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (ask(process) != 200) {
      if (System.nanoTime() - end > 0) {
        fail(Files.readString(folder.resolve("data").resolve("gateway.log")));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  @DisplayName(
      "a gateway killed while its engine is dead serves the last table again by itself, and the"
          + " next engine takes it over")
  void alone() throws Exception {
    try (var process = RunningEngineProcess.start(folder.resolve("data"))) {
      List<String> instances;
      try (var engine = process.client()) {
        deploy(engine);
        instances = handles(engine);
      }
      long table = gateway().table();
      long killed = gateway().pid();
      process.kill();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();

      awaitServing(process);
      long second = gateway().pid();
      assertNotEquals(killed, second);
      assertEquals(table, gateway().table());

      process.startAgain();
      try (var engine = process.client()) {
        assertEquals(instances, handles(engine));
      }
      assertEquals(second, gateway().pid(), "it is taken over, not replaced");
      assertEquals(200, ask(process));
    }
  }
}
