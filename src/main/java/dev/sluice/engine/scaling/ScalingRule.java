package dev.sluice.engine.scaling;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Scaling;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// How many instances a version should have under its present load and at this time of the week
/// (R41, R63, R65, R66). Pure.
public final class ScalingRule {
  /// R63.
  public static final Duration COOL_DOWN = Duration.ofSeconds(15);

  /// One fewer only when the rest would stay this far below every threshold, so that a count does
  /// not swing.
  private static final double ROOM = 0.7;

  private ScalingRule() {}

  /// What was measured of a version, as the mean over its ready instances.
  ///
  /// @param ready how many
  /// @param cpuPercent of one core
  public record Load(int ready, double cpuPercent, double memoryMiB, double inFlight) {}

  /// @param wanted instances now
  /// @param lastScaledAt when that was last changed by load
  /// @return another count: at once the fewest that are allowed now, else at most one more or one
  ///   less; empty to leave it
  public static OptionalInt decide(
      Configuration configuration,
      int wanted,
      Load load,
      Optional<Instant> lastScaledAt,
      Instant now) {
    var scaling = configuration.scaling();
    int least = least(scaling, now);
    if (wanted < least) {
      return OptionalInt.of(least);
    }
    boolean cooling = lastScaledAt.filter(at -> isRecent(at, now)).isPresent();
    if (wanted == 0 || cooling) {
      return OptionalInt.empty();
    }
    if (scaling.conditions().isEmpty()) {
      return wanted > Math.max(1, least) ? OptionalInt.of(wanted - 1) : OptionalInt.empty();
    }
    return load.ready() == 0 ? OptionalInt.empty() : byLoad(configuration, wanted, least, load);
  }

  /// Within the time to cool down before `now`; not what was noted before the clock was set back.
  public static boolean isRecent(Instant at, Instant now) {
    return at.plus(COOL_DOWN).isAfter(now) && !at.isAfter(now);
  }

  private static OptionalInt byLoad(Configuration configuration, int wanted, int least, Load load) {
    var scaling = configuration.scaling();
    double pressure =
        scaling.conditions().stream()
            .mapToDouble(condition -> used(condition, configuration, load) / condition.above())
            .max()
            .orElse(0);
    if (pressure > 1 && wanted < scaling.max()) {
      return OptionalInt.of(wanted + 1);
    }
    boolean fewerWouldDo = wanted > 1 && pressure * wanted / (wanted - 1) < ROOM;
    if (fewerWouldDo && wanted > Math.max(1, least)) {
      return OptionalInt.of(wanted - 1);
    }
    return OptionalInt.empty();
  }

  /// The fewest instances at `now`: the configuration's least, or the greatest count of a window
  /// that is open (R66), never more than the greatest.
  public static int least(Scaling scaling, Instant now) {
    int window =
        scaling.windows().stream()
            .filter(w -> w.isOpen(now))
            .mapToInt(Scaling.Window::count)
            .max()
            .orElse(0);
    return Math.min(scaling.max(), Math.max(scaling.min(), window));
  }

  private static double used(Scaling.Condition condition, Configuration configuration, Load load) {
    BigDecimal cpu = configuration.resources().cpu();
    return switch (condition.metric()) {
      case CPU -> load.cpuPercent() / cpu.doubleValue();
      case MEMORY -> 100.0 * load.memoryMiB() / configuration.resources().memoryMiB();
      case IN_FLIGHT -> load.inFlight();
    };
  }
}
