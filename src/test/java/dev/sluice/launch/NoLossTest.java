package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.gateway.control.ControlSocket;
import dev.sluice.gateway.control.GatewayLink;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class NoLossTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName ONE = new VersionName(SHOP, 1);
  private static final VersionName TWO = new VersionName(SHOP, 2);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private enum Event {
    CHANGE,
    REPLACE,
    KILL,
    KILL_WHILE_REPLACING,
    HAND_OVER
  }

  @TempDir Path folder;
  private Path ids;
  private RunningEngineProcess process;
  private InForce inForce;
  private int label;
  private int program;

  @BeforeEach
  void serve() throws Exception {
    ids = Files.createDirectory(folder.resolve("ids"));
    process = RunningEngineProcess.start(folder.resolve("data"));
    try (var engine = process.client()) {
      engine.createService(SHOP, true);
      create(engine, 100);
      create(engine, 0);
    }
    inForce = new InForce(TrafficPolicy.ByPercent.allTo(ONE));
  }

  @AfterEach
  void stop() throws Exception {
    process.close();
  }

  private void create(DeploymentEngine engine, int startTraffic) throws Exception {
    var given = new NewVersion.Given(moody(), Optional.empty());
    await(engine, engine.createVersion(SHOP, new NewVersion(given, startTraffic, "")));
  }

  private static void await(DeploymentEngine engine, Operation operation) {
    var ended = engine.awaitOperation(operation.id(), LIMIT);
    assertEquals(Operation.State.SUCCEEDED, ended.state(), ended.toString());
  }

  private Configuration moody() throws URISyntaxException {
    var classes = MoodyOrigin.class.getProtectionDomain().getCodeSource().getLocation();
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                Path.of(classes.toURI()).toString(),
                MoodyOrigin.class.getName()))
        .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/", 0, 2, 2, 1, 5))
        .withScaling(Scaling.fixed(2))
        .withRoll(new Roll(2, true, 0, 120))
        .withEnvironment(
            List.of(
                EnvironmentVariable.plain(MoodyOrigin.LOG, ids.toString()),
                EnvironmentVariable.plain("LABEL", Integer.toString(label++))));
  }

  @Test
  @DisplayName("R45 a slice: nothing lost, nothing twice, nothing on a wrong version")
  void slice() throws Exception {
    noLoss(20_000, events(4, 1, 1, 0, 1));
  }

  @Test
  @Tag("gate")
  @DisplayName(
      "R45 500,000 requests over 50 traffic changes, 20 replacements, 10 kills of the engine and 5 handovers: none lost, none twice, none on a wrong version")
  void whole() throws Exception {
    noLoss(500_000, events(50, 17, 2, 3, 5));
  }

  private static List<Event> events(
      int changes, int replacements, int kills, int killsMeanwhile, int handovers) {
    var events = new ArrayList<Event>();
    events.addAll(Collections.nCopies(changes, Event.CHANGE));
    events.addAll(Collections.nCopies(replacements, Event.REPLACE));
    events.addAll(Collections.nCopies(kills, Event.KILL));
    events.addAll(Collections.nCopies(killsMeanwhile, Event.KILL_WHILE_REPLACING));
    events.addAll(Collections.nCopies(handovers, Event.HAND_OVER));
    return events;
  }

  private void noLoss(long requests, List<Event> events) throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    Collections.shuffle(events, random);
    var customers = new MoodyCustomers(process.gateway(), inForce, seed).start(6, 6);
    try (customers) {
      for (int i = 0; i < events.size(); i++) {
        awaitAsked(customers, requests * i / events.size());
        happen(events.get(i), random);
      }
      awaitAsked(customers, requests);
    }
    System.out.println(customers.asked() + " requests, " + events + ": " + customers.outcomes());
    assertEquals(List.of(), customers.wrong().stream().limit(20).toList(), "seed " + seed);
    assertCarriedOut(customers);
  }

  private static void awaitAsked(MoodyCustomers customers, long requests) throws Exception {
    while (customers.asked() < requests && customers.wrong().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void happen(Event event, Random random) throws Exception {
    switch (event) {
      case CHANGE -> {
        try (var engine = process.client()) {
          change(engine, random.nextInt(4) == 0 ? 100 * random.nextInt(2) : random.nextInt(101));
        }
      }
      case REPLACE -> {
        try (var engine = process.client()) {
          var version = random.nextBoolean() ? ONE : TWO;
          replaced(engine, version, replace(engine, version));
        }
      }
      case KILL -> {
        process.kill();
        process.startAgain();
      }
      case KILL_WHILE_REPLACING -> {
        var version = random.nextBoolean() ? ONE : TWO;
        Operation operation;
        try (var engine = process.client()) {
          operation = replace(engine, version);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        process.kill();
        process.startAgain();
        try (var engine = process.client()) {
          replaced(engine, version, operation);
        }
      }
      case HAND_OVER -> handOver();
    }
  }

  private void change(DeploymentEngine engine, int first) {
    var shares = new TreeMap<VersionName, Percent>();
    shares.put(ONE, new Percent(first));
    shares.put(TWO, new Percent(100 - first));
    var policy = new TrafficPolicy.ByPercent(shares);
    inForce.ask(policy);
    engine.setTraffic(SHOP, policy, Optional.empty(), "");
    inForce.acknowledge();
  }

  private Operation replace(DeploymentEngine engine, VersionName version) throws Exception {
    return engine.redeploy(version, moody(), Optional.empty(), "", false);
  }

  private void replaced(DeploymentEngine engine, VersionName version, Operation operation) {
    await(engine, operation);
    inForce.replaced(version, engine.getVersion(version).revision().value());
  }

  /// The engine is killed as well, and comes back as a newer program.
  private void handOver() throws Exception {
    long before = gatewayPid();
    process.kill();
    process.startAgain(Files.createDirectory(folder.resolve("program-" + ++program)));
    assertNotEquals(before, gatewayPid());
  }

  private long gatewayPid() throws Exception {
    var socket = ControlSocket.pathFor(folder.resolve("data"));
    return new GatewayLink(socket).hello().orElseThrow().pid();
  }

  private void assertCarriedOut(MoodyCustomers customers) throws IOException {
    Map<String, Integer> times = new HashMap<>();
    try (var files = Files.list(ids)) {
      for (var file : files.toList()) {
        Files.readAllLines(file).forEach(id -> times.merge(id, 1, Integer::sum));
      }
    }
    var twice =
        times.entrySet().stream()
            .filter(id -> id.getValue() > 1 && id.getKey().startsWith("once"))
            .toList();
    assertEquals(List.of(), twice, "carried out twice");
    long repeated = times.values().stream().filter(count -> count > 1).count();
    System.out.println(times.size() + " carried out, " + repeated + " repeatable ones repeated");
    assertEquals(customers.asked(), times.size(), "each was carried out");
    assertTrue(repeated < customers.asked() / 20, repeated + " were repeated");
  }
}
