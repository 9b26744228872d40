package dev.sluice.engine.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Scaling.Condition;
import dev.sluice.domain.service.Scaling.Metric;
import dev.sluice.domain.service.Scaling.Window;
import dev.sluice.engine.scaling.ScalingRule.Load;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingRuleTest {
  /// A Monday; 11:00 in Berlin.
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static final List<Condition> ALL =
      List.of(
          new Condition(Metric.CPU, 60),
          new Condition(Metric.MEMORY, 80),
          new Condition(Metric.IN_FLIGHT, 10));

  private static Configuration configuration(Scaling scaling) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(List.of("serve"))
        .withScaling(scaling);
  }

  private static OptionalInt decide(
      Scaling scaling, int wanted, Load load, Optional<Instant> last) {
    return ScalingRule.decide(configuration(scaling), wanted, load, last, NOW);
  }

  /// 0.5 CPU and 1,024 MiB by R13.
  @ParameterizedTest(name = "CPU {0} % of a core, {1} MiB, {2} in flight -> {3}")
  @CsvSource({
    "31,  100, 0,  3", // 62 % of half a core
    "29,  500, 9,  -1",
    "0,   830, 0,  3",
    "0,   100, 11, 3",
    "0,   100, 10, -1",
    "10,  200, 3,  1"
  })
  @DisplayName(
      "R63 R65 above any one of the thresholds one is added, and well below all one leaves")
  void anyCondition(double cpu, double memory, double inFlight, int expected) {
    var decided =
        decide(
            new Scaling(1, 5, ALL, List.of()),
            2,
            new Load(2, cpu, memory, inFlight),
            Optional.empty());
    assertEquals(expected < 0 ? OptionalInt.empty() : OptionalInt.of(expected), decided);
  }

  @Test
  @DisplayName("R63 never above the greatest and never below the least")
  void bounds() {
    var busy = new Load(5, 100, 0, 0);
    var idle = new Load(2, 0, 0, 0);
    var cpu = List.of(new Condition(Metric.CPU, 60));
    assertEquals(
        OptionalInt.empty(), decide(new Scaling(2, 5, cpu, List.of()), 5, busy, Optional.empty()));
    assertEquals(
        OptionalInt.empty(), decide(new Scaling(2, 5, cpu, List.of()), 2, idle, Optional.empty()));
  }

  @Test
  @DisplayName("R63 after a change nothing follows for 15 s")
  void coolDown() {
    var scaling = new Scaling(1, 5, List.of(new Condition(Metric.CPU, 60)), List.of());
    var busy = new Load(2, 100, 0, 0);
    assertEquals(
        OptionalInt.empty(), decide(scaling, 2, busy, Optional.of(NOW.minusMillis(14_999))));
    assertEquals(OptionalInt.of(3), decide(scaling, 2, busy, Optional.of(NOW.minusSeconds(15))));
  }

  @ParameterizedTest(name = "{0} {1}-{2} {3}: {4}")
  @CsvSource({
    "MON, 10:00, 11:00, UTC,           true",
    "MON, 09:00, 10:00, UTC,           false",
    "MON, 11:00, 12:00, Europe/Berlin, true",
    "MON, 10:00, 11:00, Europe/Berlin, false",
    "TUE, 09:00, 12:00, UTC,           false",
    "SUN, 22:00, 11:00, UTC,           true",
    "SUN, 22:00, 10:00, UTC,           false",
    "MON, 22:00, 11:00, UTC,           false",
    "MON, 09:59, 09:58, UTC,           true",
    "MON, 9,     12:00, UTC,           false",
    "MON, 09:00, 12:00, Nowhere,       false"
  })
  @DisplayName(
      "R66 a window is open from its beginning to before its end, in its zone, overnight too")
  void windows(String day, String from, String to, String zone, boolean isOpen) {
    var scaling = new Scaling(1, 9, List.of(), List.of(new Window(Set.of(day), from, to, zone, 4)));
    assertEquals(isOpen ? 4 : 1, ScalingRule.least(scaling, NOW));
  }

  /// Clocks in Berlin go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25
  /// October.
  @ParameterizedTest(name = "{0} {1}-{2} at {3}: {4}")
  @CsvSource({
    // The same hours by the clock on the wall, whatever the season.
    "SAT, 08:00, 18:00, 2026-03-28T07:00:00Z, true",
    "SAT, 08:00, 18:00, 2026-03-28T06:59:59Z, false",
    "SUN, 08:00, 18:00, 2026-03-29T06:00:00Z, true",
    "SUN, 08:00, 18:00, 2026-03-29T16:00:00Z, false",
    "SUN, 08:00, 18:00, 2026-10-25T07:00:00Z, true",
    "SUN, 08:00, 18:00, 2026-10-25T06:59:59Z, false",
    // What begins in the hour that is left out begins behind it; what ends in it ends before it.
    "SUN, 02:30, 03:30, 2026-03-29T00:59:59Z, false",
    "SUN, 02:30, 03:30, 2026-03-29T01:00:00Z, true",
    "SUN, 02:30, 03:30, 2026-03-29T01:30:00Z, false",
    "SUN, 01:00, 02:30, 2026-03-29T00:59:59Z, true",
    "SUN, 01:00, 02:30, 2026-03-29T01:00:00Z, false",
    "SAT, 22:00, 02:30, 2026-03-29T00:59:59Z, true",
    "SAT, 22:00, 02:30, 2026-03-29T01:00:00Z, false",
    // In the hour that comes twice, twice: never fewer than were wanted.
    "SUN, 02:00, 03:00, 2026-10-25T00:30:00Z, true",
    "SUN, 02:00, 03:00, 2026-10-25T01:30:00Z, true",
    "SUN, 02:00, 03:00, 2026-10-25T02:00:00Z, false",
    "SAT, 22:00, 04:00, 2026-10-25T02:59:59Z, true",
    "SAT, 22:00, 04:00, 2026-10-25T03:00:00Z, false"
  })
  @DisplayName("R66 a window keeps to the clock of its zone when that is put forward or back")
  void changingClocks(String day, String from, String to, Instant now, boolean isOpen) {
    var window = new Window(Set.of(day), from, to, "Europe/Berlin", 4);
    var scaling = new Scaling(1, 9, List.of(), List.of(window));
    assertEquals(isOpen ? 4 : 1, ScalingRule.least(scaling, now));
  }

  @Test
  @DisplayName(
      "R66 an open window holds its count at once, lets load go up to the greatest, and not below")
  void windowHolds() {
    var open = new Window(Set.of("MON"), "09:00", "12:00", "UTC", 4);
    var scaling = new Scaling(1, 5, List.of(new Condition(Metric.CPU, 60)), List.of(open));
    var recent = Optional.of(NOW.minusSeconds(1));
    assertEquals(OptionalInt.of(4), decide(scaling, 1, new Load(1, 0, 0, 0), recent));
    assertEquals(OptionalInt.of(5), decide(scaling, 4, new Load(4, 90, 0, 0), Optional.empty()));
    assertEquals(OptionalInt.empty(), decide(scaling, 4, new Load(4, 0, 0, 0), Optional.empty()));
  }

  @Test
  @DisplayName("R66 after a window the count falls one by one, also without any condition")
  void afterWindow() {
    var closed = new Window(Set.of("TUE"), "09:00", "12:00", "UTC", 4);
    var scaling = new Scaling(1, 5, List.of(), List.of(closed));
    var idle = new Load(4, 0, 0, 0);
    assertEquals(OptionalInt.of(3), decide(scaling, 4, idle, Optional.empty()));
    assertEquals(OptionalInt.empty(), decide(scaling, 4, idle, Optional.of(NOW.minusSeconds(1))));
    assertEquals(OptionalInt.empty(), decide(scaling, 1, idle, Optional.empty()));
  }

  @Test
  @DisplayName("R64 a version that sleeps is woken by a request or a window, never by load")
  void asleep() {
    var conditions = List.of(new Condition(Metric.CPU, 60));
    var none = new Load(0, 0, 0, 0);
    assertEquals(
        OptionalInt.empty(),
        decide(new Scaling(0, 5, conditions, List.of()), 0, none, Optional.empty()));
    var open = new Window(Set.of("MON"), "09:00", "12:00", "UTC", 2);
    assertEquals(
        OptionalInt.of(2),
        decide(new Scaling(0, 5, conditions, List.of(open)), 0, none, Optional.empty()));
  }
}
