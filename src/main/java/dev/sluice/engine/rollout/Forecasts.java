package dev.sluice.engine.rollout;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Configuration;
import dev.sluice.engine.api.Forecast;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What replacing a version's instances will be like. Pure.
public final class Forecasts {
  private Forecasts() {}

  /// What is known of a version now.
  ///
  /// @param ready instances in rotation
  /// @param requestsPerSecond at present, when anything was measured
  /// @param lastReplacement how long this version's last successful replacement took
  /// @param scaleOutTo what the present load asks for
  public record Known(
      int ready,
      Optional<Double> requestsPerSecond,
      Optional<Duration> lastReplacement,
      OptionalInt scaleOutTo) {}

  public static Forecast of(
      VersionRecord version,
      Configuration target,
      List<DiffEntry> entries,
      List<Forecast.Check> checks,
      Known known) {
    // A draft that breaks the rules is forecast as well: the checks say what is wrong with it.
    int most = Math.max(1, target.scaling().max());
    int wanted =
        Math.clamp(version.wanted(), Math.min(most, Math.max(1, target.scaling().min())), most);
    var roll = target.roll();
    long peak = roll.surge() ? (long) wanted + Math.min(roll.batch(), wanted) : wanted;
    int least =
        roll.surge()
            ? Math.min(known.ready(), wanted)
            : Math.max(
                known.ready() >= 2 ? 1 : 0,
                known.ready() - Math.min(roll.batch(), Math.max(1, wanted - 1)));
    Optional<Long> seconds = known.lastReplacement().map(d -> Math.max(1, d.toSeconds()));
    Optional<Long> requests =
        seconds.flatMap(s -> known.requestsPerSecond().map(rate -> Math.round(rate * s)));
    return new Forecast(
        entries,
        checks,
        version.instances().size(),
        Math.clamp(peak, 1, Integer.MAX_VALUE),
        least,
        seconds,
        requests,
        known.scaleOutTo().isPresent()
            ? Optional.of(known.scaleOutTo().getAsInt())
            : Optional.empty());
  }
}
