package dev.sluice.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Instant READY = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  @DisplayName("R61 the wait is 1 s, doubles, and stays at 60 s")
  void doubles() {
    var failures = IntStream.of(0, 1, 2, 3, 4, 5, 6, 7, 100, Integer.MAX_VALUE);

    assertEquals(
        List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L),
        failures.mapToObj(n -> BackOff.delay(n).toSeconds()).toList());
  }

  @Test
  @DisplayName("R61 after 10 minutes well the wait begins at 1 s again")
  void forgives() {
    assertEquals(5, failures(Duration.ofMinutes(10).minusMillis(1)));
    assertEquals(0, failures(Duration.ofMinutes(10)));
  }

  private static int failures(Duration well) {
    var instance =
        new Instance(
            new InstanceId("shop-001-i1"),
            new Revision(1),
            Instance.Phase.READY,
            Optional.empty(),
            Optional.empty(),
            READY,
            5,
            5,
            Optional.of(READY),
            Optional.empty(),
            Optional.empty());
    return BackOff.failuresBefore(instance, READY.plus(well));
  }
}
