package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.State;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An engine that is killed")
class CrashPointsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final FakePlatform platform = new FakePlatform();
  private MortalEngine mortal;
  private VersionName version;

  @BeforeEach
  void serve() throws IOException {
    mortal = new MortalEngine(directory, _ -> platform);
    mortal.start(0);
    mortal.engine().createService(SHOP, true);
    version = create(mortal.engine(), 100, with("first")).version().orElseThrow();
  }

  @AfterEach
  void close() {
    mortal.close();
  }

  private static Configuration with(String greeting) {
    return configuration(variable("GREETING", greeting));
  }

  private static Operation create(
      DeploymentEngine engine, int startTraffic, Configuration configuration) {
    var given = new NewVersion.Given(configuration, Optional.empty());
    var operation = engine.createVersion(SHOP, new NewVersion(given, startTraffic, ""));
    return engine.awaitOperation(operation.id(), LIMIT);
  }

  private Map<InstanceId, Revision> living() {
    assertEquals(List.of(), platform.startedTwice);
    var living = new HashMap<InstanceId, Revision>();
    platform.running.values().forEach(instance -> living.put(instance.id(), instance.revision()));
    return living;
  }

  private CrashRound round() {
    return new CrashRound(mortal, SHOP, this::living);
  }

  private Set<State> atEveryPoint(int least, IntFunction<CrashRound.Commands> commands)
      throws Exception {
    return atEveryPoint(least, commands, _ -> {});
  }

  private Set<State> atEveryPoint(
      int least, IntFunction<CrashRound.Commands> commands, Consumer<CrashRound> afterwards)
      throws Exception {
    return new CrashPoints(mortal, this::round, _ -> true, least).kill(commands, afterwards);
  }

  @Test
  @DisplayName("R71 R72 at any point of creating a version is finished, or nothing of it is there")
  void create() throws Exception {
    var ends =
        atEveryPoint(
            20,
            point ->
                (engine, round) -> {
                  var given = new NewVersion.Given(with("at " + point), Optional.empty());
                  round.acknowledged(engine.createVersion(SHOP, new NewVersion(given, 100, "")));
                });
    assertEquals(EnumSet.of(State.SUCCEEDED), ends);
  }

  @Test
  @DisplayName("R71 R72 at any point of creating a version that cannot start says that it failed")
  void failingCreate() throws Exception {
    var broken = configuration(variable("START", "fail-from-2"));
    var ends =
        atEveryPoint(
            20,
            _ ->
                (engine, round) -> {
                  var given = new NewVersion.Given(broken, Optional.empty());
                  round.acknowledged(engine.createVersion(SHOP, new NewVersion(given, 100, "")));
                });
    assertEquals(EnumSet.of(State.FAILED), ends);
  }

  @Test
  @DisplayName("R71 R72 at any point of a redeploy finishes it")
  void redeploy() throws Exception {
    var ends = atEveryPoint(30, point -> redeploy(with("at " + point)));
    assertEquals(EnumSet.of(State.SUCCEEDED), ends);
  }

  private CrashRound.Commands redeploy(Configuration target) {
    return (engine, round) -> {
      var operation = engine.redeploy(version, target, Optional.empty(), "because", false);
      var ended = round.acknowledged(operation);
      if (ended.state() == State.SUCCEEDED) {
        assertEquals(target, engine.getVersion(version).configuration());
      }
    };
  }

  @Test
  @DisplayName("R71 R72 at any point of a redeploy in place finishes it")
  void redeployInPlace() throws Exception {
    var roll = new Roll(1, false, 0, 10);
    var ends = atEveryPoint(30, point -> redeploy(with("at " + point).withRoll(roll)));
    assertEquals(EnumSet.of(State.SUCCEEDED), ends);
  }

  @Test
  @DisplayName("R39 R72 at any point of a failing redeploy and its return goes back")
  void failingRedeploy() throws Exception {
    var before = mortal.engine().getVersion(version);
    var ends = atEveryPoint(30, _ -> redeploy(configuration(variable("START", "fail-from-2"))));
    assertEquals(EnumSet.of(State.ROLLED_BACK), ends);
    var after = mortal.engine().getVersion(version);
    assertEquals(before.configuration(), after.configuration());
    assertEquals(before.revision(), after.revision());
  }

  @Test
  @DisplayName("R55 R71 R72 at any point of a rollback finishes it")
  void rollback() throws Exception {
    mortal
        .engine()
        .awaitOperation(
            mortal.engine().redeploy(version, with("2"), Optional.empty(), "", false).id(), LIMIT);
    var ends =
        atEveryPoint(
            30,
            _ ->
                (engine, round) -> {
                  var newest = engine.listSnapshots(version, Page.Request.FIRST_TEN).items();
                  var snapshot = newest.getFirst();
                  round.acknowledged(engine.rollback(version, snapshot.id(), "back"));
                  var now = engine.getVersion(version).configuration();
                  assertEquals(snapshot.configuration(), now);
                });
    assertEquals(EnumSet.of(State.SUCCEEDED), ends);
  }

  @Test
  @DisplayName("R43 R71 R72 at any point of a restart finishes it, and adds no snapshot")
  void restart() throws Exception {
    var ends =
        atEveryPoint(
            30, _ -> (engine, round) -> round.acknowledged(engine.restart(version, "again")));
    assertEquals(EnumSet.of(State.SUCCEEDED), ends);
  }

  @Test
  @DisplayName("R44 R71 R72 at any point of a redeploy and its cancellation goes back")
  void cancel() throws Exception {
    var stuck = configuration(variable("READY", "never"));
    var ends =
        atEveryPoint(
            12,
            _ ->
                (engine, round) -> {
                  var operation = engine.redeploy(version, stuck, Optional.empty(), "", false);
                  round.acknowledgedWithoutWaiting(operation);
                  awaitProbing(engine);
                  engine.cancelOperation(operation.id());
                  round.acknowledged(operation);
                },
            CrashRound::cancelAgain);
    assertEquals(EnumSet.of(State.CANCELLED), ends);
  }

  private void awaitProbing(DeploymentEngine engine) {
    var life = mortal.life();
    while (!life.pass(
        () ->
            engine.listInstances(version).stream()
                .anyMatch(instance -> instance.state() == Instance.Phase.PROBING))) {
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("R60 R71 R72 at any point of a deletion finishes it")
  void delete() throws Exception {
    var others = new ArrayList<VersionName>();
    var ends =
        atEveryPoint(
            15,
            point -> {
              var other = create(mortal.engine(), 0, with("other")).version().orElseThrow();
              others.add(other);
              return (engine, round) -> round.acknowledged(engine.deleteVersion(other));
            });
    assertEquals(EnumSet.of(State.SUCCEEDED), ends);
    // Only what the engine had no time to acknowledge may not have happened.
    var left = mortal.engine().listVersions(SHOP).size();
    assertTrue(left <= 3, others.size() + " were to be deleted, " + left + " are there");
  }

  @Test
  @DisplayName("R19 R71 at any point of a traffic change keeps the old policy or has the new one")
  void traffic() throws Exception {
    var other = create(mortal.engine(), 0, with("other")).version().orElseThrow();
    atEveryPoint(
        4,
        point -> {
          var before = mortal.engine().getTraffic(SHOP).policy();
          int share = point % 100;
          var wanted = TestEngine.percent(version, share, other, 100 - share);
          return (engine, _) -> {
            engine.setTraffic(SHOP, wanted, Optional.empty(), "");
            assertEquals(wanted, engine.getTraffic(SHOP).policy());
            assertTrue(!before.equals(wanted));
          };
        });
  }

  @Test
  @DisplayName("R71 R72 again and again, also while it recovers, ends every operation all the same")
  void again() throws Exception {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int trial = 0; trial < 60; trial++) {
      var target =
          switch (random.nextInt(3)) {
            case 0 -> configuration(variable("START", "fail-from-2"));
            case 1 -> with("trial " + trial).withRoll(new Roll(2, true, 0, 10));
            default -> with("trial " + trial);
          };
      var round = round();
      var lives = new ArrayList<List<String>>();
      try {
        boolean killed = round.kill(redeploy(target), random.nextInt(1, 50));
        for (int crash = random.nextInt(6); killed && crash > 0; crash--) {
          lives.add(mortal.life().passed());
          killed = round.killWhileRecovering(random.nextInt(1, 25));
        }
        lives.add(mortal.life().passed());
        if (killed) {
          round.restart();
        }
        round.check();
      } catch (AssertionError | ProblemException e) {
        throw new AssertionError("seed " + seed + " trial " + trial + " " + lives, e);
      }
    }
  }
}
