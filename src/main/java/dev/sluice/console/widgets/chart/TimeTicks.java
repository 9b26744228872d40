package dev.sluice.console.widgets.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Round moments between two others.
final class TimeTicks {
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  private TimeTicks() {}

  /// At most `most` of them, evenly spaced.
  static List<Instant> between(Instant from, Instant until, int most) {
    long step = step(Duration.between(from, until), most).toSeconds();
    var ticks = new ArrayList<Instant>();
    long first = Math.ceilDiv(from.toEpochMilli(), step * 1_000) * step;
    for (long at = first; at <= until.getEpochSecond() && ticks.size() < most; at += step) {
      ticks.add(Instant.ofEpochSecond(at));
    }
    return ticks;
  }

  private static Duration step(Duration span, int most) {
    for (var step : STEPS) {
      if (span.dividedBy(step) <= most) {
        return step;
      }
    }
    return span.dividedBy(most).plusSeconds(1);
  }
}
