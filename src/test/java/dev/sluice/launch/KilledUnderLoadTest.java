package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.rollout.Instance;
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
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionView;
import dev.sluice.platform.process.Eventually;
import dev.sluice.platform.process.os.ProcessTable;
import dev.sluice.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class KilledUnderLoadTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String MARK = "SLUICE_ENGINE";

  @TempDir Path folder;
  private final ProcessTable table = ProcessTable.ofThisComputer();
  private RunningEngineProcess process;
  private VersionName changing;
  private VersionName steady;
  private Ledger ledger;
  private Map<String, String> marks;

  /// What commands were refused with: the engine was killed, or busy with an older command.
  private final Map<Problem.Kind, LongAdder> failures = new ConcurrentHashMap<>();

  @BeforeEach
  void serve() throws Exception {
    process = RunningEngineProcess.start(folder.resolve("data"));
    try (var engine = process.client()) {
      engine.createService(SHOP, true);
      changing = create(engine, 100, sample(engine, "first", 2));
      steady = create(engine, 0, sample(engine, "steady", 1));
      ledger = new Ledger(SHOP, changing);
      ledger.verify(engine);
      long pid = Long.parseLong(handles(engine, steady).getFirst());
      marks = Map.of(MARK, table.variable(pid, MARK).orElseThrow());
    }
  }

  @AfterEach
  void stop() throws Exception {
    process.close();
  }

  private static VersionName create(
      DeploymentEngine engine, int startTraffic, Configuration configuration) {
    var given = new NewVersion.Given(configuration, Optional.empty());
    var created = engine.createVersion(SHOP, new NewVersion(given, startTraffic, ""));
    var ended = engine.awaitOperation(created.id(), LIMIT);
    assertEquals(Operation.State.SUCCEEDED, ended.state(), ended.toString());
    return ended.version().orElseThrow();
  }

  private static Configuration sample(DeploymentEngine engine, String label, int instances) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(engine.info().sampleCommand())
        .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 3))
        .withScaling(Scaling.fixed(instances))
        .withRoll(new Roll(2, true, 0, 60))
        .withEnvironment(List.of(EnvironmentVariable.plain("SAMPLE_LABEL", label)));
  }

  private static List<String> handles(DeploymentEngine engine, VersionName version) {
    return engine.listInstances(version).stream().map(i -> i.handle().orElseThrow()).toList();
  }

  @Test
  @DisplayName("R45 R71 R72 an engine killed 100 times under load loses nothing and no request")
  void hundred() throws Exception {
    killed(100);
  }

  @Test
  @Tag("gate")
  @DisplayName("R45 R71 R72 an engine killed 1,000 times under load loses nothing and no request")
  void thousand() throws Exception {
    killed(1_000);
  }

  private void killed(int rounds) throws Exception {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    List<String> untouched;
    try (var engine = process.client()) {
      untouched = handles(engine, steady);
    }
    var customer =
        new SteadyClient(process.gateway(), "shop.localhost").start(2, Duration.ofMillis(10));
    int round = 0;
    try (customer) {
      while (++round <= rounds) {
        killOnce(random, "round " + round);
        try (var engine = process.client()) {
          ledger.verify(engine);
          // Every other time it is killed again before it could end what it found.
          if (random.nextInt(3) > 0 || round == rounds) {
            settle(engine, untouched);
          }
        }
      }
    } catch (AssertionError | ProblemException e) {
      throw new AssertionError("seed " + seed + ", round " + round, e);
    }
    System.out.println(
        customer.total() + " requests, " + ledger.summary() + ", refused " + failures);
    assertTrue(
        Set.of(Problem.Kind.UNAVAILABLE, Problem.Kind.CONFLICT).containsAll(failures.keySet()),
        failures.toString());
    assertTrue(ledger.size() > rounds / 2, "too little was done: " + ledger.summary());
    assertEquals(List.of(), customer.lost(), "seed " + seed);
    process.close();
    checkEvents();
  }

  /// While the command is on its way, or some time after it was answered.
  private void killOnce(SplittableRandom random, String remark) throws Exception {
    try (var engine = process.client()) {
      int share = random.nextInt(1, 100);
      int which = random.nextInt(10);
      boolean answered = random.nextInt(4) > 0;
      long nanos = random.nextLong(answered ? 700_000_000 : 100_000_000);
      var patience = new SplittableRandom(random.nextLong());
      var command =
          Thread.ofVirtual()
              .name("command")
              .start(
                  () -> {
                    try {
                      give(engine, which, share, remark, patience);
                    } catch (ProblemException refused) {
                      failures
                          .computeIfAbsent(refused.problem().kind(), _ -> new LongAdder())
                          .increment();
                    }
                  });
      if (answered) {
        command.join();
      }
      LockSupport.parkNanos(nanos);
      process.kill();
      command.join();
    }
    process.startAgain();
  }

  private void give(
      DeploymentEngine engine, int which, int share, String remark, SplittableRandom random) {
    switch (which) {
      case 0, 1 -> {
        var shares = new TreeMap<VersionName, Percent>();
        shares.put(changing, new Percent(share));
        shares.put(steady, new Percent(100 - share));
        var policy = new TrafficPolicy.ByPercent(shares);
        ledger.acknowledged(engine.setTraffic(SHOP, policy, Optional.empty(), remark));
      }
      case 2, 3 -> {
        var snapshots = engine.listSnapshots(changing, Page.Request.FIRST_TEN).items();
        if (!snapshots.isEmpty()) {
          var snapshot = snapshots.get(random.nextInt(snapshots.size()));
          ledger.intend(remark, snapshot.configuration());
          ledger.acknowledged(engine.rollback(changing, snapshot.id(), remark));
        }
      }
      case 4, 5 -> {
        var broken = sample(engine, remark, 2).withCommand(List.of("/bin/false"));
        ledger.intend(remark, broken);
        ledger.acknowledged(redeploy(engine, broken, remark));
      }
      case 6, 7 -> {
        var target = sample(engine, remark, 2);
        ledger.intend(remark, target);
        var operation = redeploy(engine, target, remark);
        ledger.acknowledged(operation);
        LockSupport.parkNanos(random.nextLong(300_000_000));
        ledger.acknowledged(engine.cancelOperation(operation.id()));
      }
      default -> {
        var target = sample(engine, remark, 2);
        ledger.intend(remark, target);
        ledger.acknowledged(redeploy(engine, target, remark));
      }
    }
  }

  private Operation redeploy(DeploymentEngine engine, Configuration target, String remark) {
    return engine.redeploy(changing, target, Optional.empty(), remark, false);
  }

  private void settle(DeploymentEngine engine, List<String> untouched) {
    ledger.settle(engine);
    for (var version : List.of(changing, steady)) {
      Eventually.holds(
          "NORMAL: " + engine.getVersion(version),
          () -> engine.getVersion(version).state() == VersionView.State.NORMAL);
      var revisions =
          engine.listInstances(version).stream()
              .map(InstanceView::revision)
              .collect(Collectors.toSet());
      assertEquals(Set.of(engine.getVersion(version).revision()), revisions);
    }
    assertEquals(untouched, handles(engine, steady), "R71 the same processes");
    var listed =
        List.of(changing, steady).stream()
            .flatMap(version -> engine.listInstances(version).stream())
            .toList();
    assertEquals(3, listed.size());
    assertTrue(listed.stream().allMatch(i -> i.state() == Instance.Phase.READY), listed.toString());
    var pids = new TreeSet<Long>();
    listed.forEach(instance -> pids.add(Long.parseLong(instance.handle().orElseThrow())));
    assertEquals(pids, new TreeSet<>(table.groups(marks)), "R62 no orphan, and nobody is missing");
  }

  /// Over all lives of the engine.
  private void checkEvents() throws IOException {
    try (var store = SqliteStore.open(folder.resolve("data"))) {
      var range = store.eventRange();
      var numbers = store.eventsAfter(0, 1_000_000).stream().map(e -> e.number()).toList();
      assertEquals(
          LongStream.rangeClosed(range.oldest(), range.newest()).boxed().toList(), numbers);
    }
  }
}
