package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Races between the store, the gateway and callers, held open where they would be lost.
class RoutedFirstTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// How long a mistake has time to happen; none is needed when there is none.
  private static final int OPEN_MILLIS = 300;

  @TempDir Path directory;
  private final FakePlatform platform = new FakePlatform();
  private MortalEngine mortal;

  @BeforeEach
  void prepare() {
    mortal = new MortalEngine(directory, _ -> platform);
  }

  @AfterEach
  void close() {
    mortal.close();
  }

  private VersionName serve() throws IOException {
    mortal.start(0);
    mortal.engine().createService(SHOP, true);
    var given = new NewVersion.Given(with("first"), Optional.empty());
    var created = mortal.engine().createVersion(SHOP, new NewVersion(given, 100, ""));
    return mortal.engine().awaitOperation(created.id(), LIMIT).version().orElseThrow();
  }

  private static Configuration with(String greeting) {
    return configuration(variable("GREETING", greeting));
  }

  private static void await(CountDownLatch latch) {
    try {
      var _ = latch.await(OPEN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DisplayName(
      "R45 a restarted engine ends an instance that was draining only once the gateway has its table")
  void tableBeforeStop() throws Exception {
    var version = serve();
    boolean draining = false;
    var round = new CrashRound(mortal, SHOP, Map::of);
    // Killed after the commit by which an instance leaves, before its table goes out.
    for (int point = 1; !draining; point++) {
      String target = "at " + point;
      boolean killed =
          round.kill(
              (engine, customer) ->
                  customer.acknowledged(
                      engine.redeploy(version, with(target), Optional.empty(), "", false)),
              point);
      if (killed && mortal.store().load().versions().stream().anyMatch(this::isStillRouted)) {
        draining = true;
        var ended = new CountDownLatch(1);
        mortal.witness =
            passed -> {
              if (passed.startsWith("before stop")) {
                ended.countDown();
              } else if (passed.equals("before table")) {
                await(ended);
              }
            };
      }
      if (killed) {
        mortal.start(0);
        round.awaitAll();
      }
    }
    assertEquals(List.of(), mortal.router.mistakes);
  }

  private boolean isStillRouted(VersionRecord stored) {
    return stored.instances().stream()
        .filter(i -> i.phase() == Instance.Phase.DRAINING)
        .anyMatch(i -> mortal.router.routed().contains(i.id()));
  }

  @Test
  @DisplayName("R21 who sees an operation's end and waits for it, waits for the gateway as well")
  void routedBeforeAnswered() throws Exception {
    var answered = new CountDownLatch(1);
    mortal.witness =
        passed -> {
          if (passed.startsWith("after commit") && isSecondCreated()) {
            await(answered);
          }
        };
    var _ = serve();
    var given = new NewVersion.Given(with("second"), Optional.empty());
    var operation = mortal.engine().createVersion(SHOP, new NewVersion(given, 100, ""));
    while (!mortal.engine().getOperation(operation.id()).state().isFinal()) {
      Thread.onSpinWait();
    }
    mortal.engine().awaitOperation(operation.id(), LIMIT);
    var policy = mortal.router.tables.getLast().services().getFirst().policy();
    var second = mortal.engine().getVersion(operation.version().orElseThrow());
    answered.countDown();
    assertEquals(TrafficPolicy.ByPercent.allTo(second.name()), policy);
    assertEquals(VersionView.State.NORMAL, second.state());
  }

  private boolean isSecondCreated() {
    return mortal.store().operations(Optional.of(SHOP), Optional.empty(), 0, 1).items().stream()
        .anyMatch(newest -> newest.id().number() == 2 && newest.state().isFinal());
  }

  @Test
  @DisplayName("what readers are shown of a version is in the store already")
  void storedBeforeShown() throws Exception {
    var mistakes = new ConcurrentLinkedQueue<String>();
    var commits = new AtomicInteger();
    var created = new AtomicBoolean();
    mortal.witness =
        passed -> {
          if (created.get() && passed.startsWith("before commit")) {
            commits.incrementAndGet();
            var stored = stored();
            var shown = shown();
            if (!shown.equals(stored)) {
              mistakes.add("stored " + stored + ", shown " + shown);
            }
          }
        };
    var version = serve();
    created.set(true);
    var operation =
        mortal.engine().redeploy(version, with("second"), Optional.empty(), "", false).id();
    mortal.engine().awaitOperation(operation, LIMIT);
    assertEquals(List.of(), List.copyOf(mistakes));
    assertTrue(commits.get() > 5, () -> commits + " commits");
  }

  private SortedMap<String, String> stored() {
    var stored = new TreeMap<String, String>();
    for (var version : mortal.store().load().versions()) {
      stored.put(
          version.name().toString(), Views.state(version) + " " + version.rollout().operation());
      version.instances().forEach(i -> stored.put(i.id().toString(), i.phase().toString()));
    }
    return stored;
  }

  private SortedMap<String, String> shown() {
    var shown = new TreeMap<String, String>();
    var engine = mortal.engine();
    for (var version : engine.listVersions(SHOP)) {
      shown.put(version.name().toString(), version.state() + " " + version.operation());
      engine
          .listInstances(version.name())
          .forEach(i -> shown.put(i.id().toString(), i.state().toString()));
    }
    return shown;
  }
}
