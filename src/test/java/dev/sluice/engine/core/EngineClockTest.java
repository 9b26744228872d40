package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Roll;
import dev.sluice.platform.process.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The engine's time")
class EngineClockTest {
  private static final Instant START = Instant.parse("2026-11-25T03:00:00Z");

  private final AtomicReference<Instant> wall = new AtomicReference<>(START);
  private final AtomicLong nanos = new AtomicLong(5_000);

  private void pass(Duration time) {
    wall.set(wall.get().plus(time));
    nanos.addAndGet(time.toNanos());
  }

  @Test
  @DisplayName("goes on by what has really passed while something is under way")
  void underWay() {
    var clock = new EngineClock(wall::get, nanos::get);
    wall.set(START.plus(Duration.ofHours(24)));
    pass(Duration.ofSeconds(7));

    clock.follow(step -> step.equals(Duration.ofHours(24)));
    assertEquals(START.plusSeconds(7), clock.instant());

    clock.follow(_ -> false);
    assertEquals(START.plus(Duration.ofHours(24)).plusSeconds(7), clock.instant());
  }

  @Test
  @DisplayName("follows the corrections of every day at once, without asking what is under way")
  void drift() {
    var clock = new EngineClock(wall::get, nanos::get);
    wall.set(START.minusMillis(300));

    clock.follow(
        _ -> {
          throw new AssertionError("not asked");
        });

    assertEquals(START.minusMillis(300), clock.instant());
  }

  @ParameterizedTest(name = "{0} h")
  @ValueSource(ints = {24, -24})
  @DisplayName(
      "a clock that is set by a day in the middle of a redeploy changes nothing about it, and is"
          + " followed afterwards")
  void setDuringARedeploy(int hours, @TempDir Path directory) throws Exception {
    var set = new AtomicReference<>(Duration.ZERO);
    var looks = new AtomicInteger();
    var clock =
        new EngineClock(
            () -> {
              looks.incrementAndGet();
              return Instant.now().plus(set.get());
            },
            System::nanoTime);
    try (var test = TestEngine.at(clock, directory)) {
      var version = test.serving();
      var changed =
          TestEngine.configuration(variable("COLOUR", "blue")).withRoll(new Roll(1, true, 2, 30));
      var redeploy = test.engine.redeploy(version, changed, Optional.empty(), "", false);
      set.set(Duration.ofHours(hours));
      int before = looks.get();
      Eventually.holds("a look at the clock", () -> looks.get() > before + 1);
      assertTrue(Duration.between(clock.instant(), Instant.now()).abs().toHours() < 1, "held");

      var ended = test.await(redeploy);
      assertEquals(Operation.State.SUCCEEDED, ended.state(), ended.toString());
      var expected = Duration.ofHours(hours);
      Eventually.holds(
          "the clock is followed",
          () ->
              Duration.between(Instant.now().plus(expected), clock.instant()).abs().toMinutes()
                  < 1);
    }
  }
}
