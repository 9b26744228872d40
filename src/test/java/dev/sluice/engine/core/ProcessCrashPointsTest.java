package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.State;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Stop;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.platform.process.ProcessPlatform;
import dev.sluice.platform.process.os.ProcessEnder;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, so that the points between spawn and note, and within the stop, are there too.
@EnabledOnOs(OS.LINUX)
@DisplayName("An engine that is killed, with real processes,")
class ProcessCrashPointsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int DEADLINE_SECONDS = 60;

  @TempDir Path directory;
  private final ProcessTable table = ProcessTable.ofThisComputer();
  private MortalEngine mortal;
  private VersionName version;

  /// By which the processes of this engine are told from others'.
  private Map<String, String> marks = Map.of();

  @BeforeEach
  void serve() throws IOException {
    mortal =
        new MortalEngine(
            directory,
            life ->
                new ProcessPlatform(
                    directory,
                    System.getenv(),
                    new Random(1),
                    InstantSource.system(),
                    new MortalTable(table, life)));
    mortal.start(0);
    var engine = mortal.engine();
    engine.createService(SHOP, true);
    var given = new NewVersion.Given(with("first"), Optional.empty());
    var created = await(engine.createVersion(SHOP, new NewVersion(given, 100, "")));
    assertEquals(State.SUCCEEDED, created.state(), created.toString());
    version = created.version().orElseThrow();
    var pid = engine.listInstances(version).getFirst().handle().orElseThrow();
    String mark = "SLUICE_ENGINE";
    marks = Map.of(mark, table.variable(Long.parseLong(pid), mark).orElseThrow());
  }

  @AfterEach
  void close() throws Exception {
    mortal.close();
    new ProcessEnder(table, marks, Optional.empty()).end(Duration.ZERO);
  }

  private Operation await(Operation operation) {
    return mortal.engine().awaitOperation(operation.id(), LIMIT);
  }

  /// Time enough on a computer where every start of a process waits for a core; what must not
  /// happen is an end that only the clock brought about.
  private static Configuration with(String greeting) {
    return configuration(variable("GREETING", greeting))
        .withCommand(List.of("sleep", "1000"))
        .withRoll(new Roll(1, true, 0, DEADLINE_SECONDS));
  }

  /// What the computer says, not what the engine believes.
  private Map<InstanceId, Revision> living() {
    var living = new HashMap<InstanceId, Revision>();
    for (long group : table.groups(marks)) {
      var id = new InstanceId(table.variable(group, "SLUICE_INSTANCE").orElse("orphan-" + group));
      int revision = Integer.parseInt(table.variable(group, "SLUICE_REVISION").orElse("1"));
      if (living.put(id, new Revision(revision)) != null) {
        throw new AssertionError(id + " runs twice");
      }
    }
    return living;
  }

  private CrashRound round() {
    return new CrashRound(mortal, SHOP, this::living);
  }

  private CrashRound.Commands redeploy(Configuration target) {
    return (engine, round) -> {
      var replaced = directories(engine);
      round.acknowledged(engine.redeploy(version, target, Optional.empty(), "because", false));
      awaitForgotten(replaced);
    };
  }

  private List<Path> directories(DeploymentEngine engine) {
    var instances = directory.resolve("versions").resolve(version.toString()).resolve("instances");
    return engine.listInstances(version).stream()
        .map(instance -> instances.resolve(instance.id().value()))
        .toList();
  }

  /// Until the last point of the commands: the files of replaced instances are deleted after the
  /// end of the operation. Nobody waits for a dead engine.
  private void awaitForgotten(List<Path> replaced) {
    var life = mortal.life();
    while (replaced.stream().anyMatch(Files::exists) && !life.isDead()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  @DisplayName("R62 R71 R72 at any point of a redeploy finishes it and leaves no orphan")
  void redeploy() throws Exception {
    var points = new CrashPoints(mortal, this::round, _ -> true, 50);
    var ends = points.kill(point -> redeploy(with("at " + point)), _ -> {});
    assertEquals(Set.of(State.SUCCEEDED), ends);
  }

  @Test
  @DisplayName("R55 R62 R71 R72 at any point of a rollback finishes it and leaves no orphan")
  void rollback() throws Exception {
    await(mortal.engine().redeploy(version, with("second"), Optional.empty(), "", false));
    var points = new CrashPoints(mortal, this::round, _ -> true, 50);
    var ends =
        points.kill(
            _ ->
                (engine, round) -> {
                  var replaced = directories(engine);
                  var newest = engine.listSnapshots(version, Page.Request.FIRST_TEN).items();
                  round.acknowledged(engine.rollback(version, newest.getFirst().id(), "back"));
                  awaitForgotten(replaced);
                },
            _ -> {});
    assertEquals(Set.of(State.SUCCEEDED), ends);
  }

  @Test
  @DisplayName("R62 R71 before or after the last signal to an instance that ignores the polite one")
  void stubborn() throws Exception {
    var points = new CrashPoints(mortal, this::round, what -> what.endsWith("KILL"), 4);
    String script = "trap '' TERM; while :; do sleep 0.1; done";
    var deaf = with("deaf").withCommand(List.of("/bin/sh", "-c", script)).withStop(new Stop(0, 1));
    await(mortal.engine().redeploy(version, deaf, Optional.empty(), "", false));
    var ends =
        points.kill(
            point -> redeploy(deaf.withEnvironment(List.of(variable("GREETING", "at " + point)))),
            _ -> {});
    assertEquals(Set.of(State.SUCCEEDED), ends);
  }

  @Test
  @DisplayName("R71 takes 50 running instances over, each with its process id")
  void fifty() throws Exception {
    var many = with("many").withScaling(Scaling.fixed(50)).withRoll(new Roll(50, true, 0, 60));
    await(mortal.engine().redeploy(version, many, Optional.empty(), "", false));
    var before = handles();
    assertEquals(50, Set.copyOf(before.values()).size(), before.toString());
    mortal.life().kill();

    var taken = new CountDownLatch(50);
    var seen = new CopyOnWriteArrayList<String>();
    mortal.witness =
        point -> {
          seen.add(point);
          if (point.startsWith("report Started")) {
            taken.countDown();
          }
        };
    long begun = System.nanoTime();
    mortal.start(0);
    assertTrue(taken.await(LIMIT.toSeconds(), TimeUnit.SECONDS), seen.toString());
    long millis = (System.nanoTime() - begun) / 1_000_000;
    System.out.println("50 instances were taken over in " + millis + " ms");

    assertEquals(before, handles());
    assertEquals(before.keySet(), living().keySet());
    assertEquals(List.of(), seen.stream().filter(at -> at.startsWith("report Exited")).toList());
  }

  private Map<InstanceId, String> handles() {
    return mortal.engine().listInstances(version).stream()
        .collect(Collectors.toMap(InstanceView::id, instance -> instance.handle().orElseThrow()));
  }
}
