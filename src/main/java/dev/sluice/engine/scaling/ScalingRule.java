package dev.sluice.engine.scaling;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Scaling;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// How many instances a version should have under its present load (R41, R63, R65). Pure.
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
  /// @return another count, at most one more or one less; empty to leave it
  public static OptionalInt decide(
      Configuration configuration,
      int wanted,
      Load load,
      Optional<Instant> lastScaledAt,
      Instant now) {
    var scaling = configuration.scaling();
    boolean cooling = lastScaledAt.filter(at -> at.plus(COOL_DOWN).isAfter(now)).isPresent();
    if (load.ready() == 0 || scaling.conditions().isEmpty() || cooling) {
      return OptionalInt.empty();
    }
    double pressure =
        scaling.conditions().stream()
            .mapToDouble(condition -> used(condition, configuration, load) / condition.above())
            .max()
            .orElse(0);
    if (pressure > 1 && wanted < scaling.max()) {
      return OptionalInt.of(wanted + 1);
    }
    boolean fewerWouldDo = wanted > 1 && pressure * wanted / (wanted - 1) < ROOM;
    if (fewerWouldDo && wanted > Math.max(1, scaling.min())) {
      return OptionalInt.of(wanted - 1);
    }
    return OptionalInt.empty();
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
