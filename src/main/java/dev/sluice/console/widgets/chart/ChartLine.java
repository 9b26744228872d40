package dev.sluice.console.widgets.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What one line of a chart shows. Where nothing was measured there is no point, and the line has a
/// gap.
///
/// @param name in full, for the values and for screen readers
/// @param label short, written at the end of the line
/// @param styleClass that gives `-version-colour`
/// @param dash so that the line is known without its colour
/// @param points oldest first
public record ChartLine(
    String name, String label, String styleClass, Dash dash, List<ChartPoint> points) {

  /// Points come about once in a second; one that is missing is not yet a gap.
  static final Duration GAP = Duration.ofMillis(2_500);

  public ChartLine {
    points = List.copyOf(points);
  }

  /// How a line is drawn.
  @SuppressWarnings("ImmutableEnumChecker") // The lists are made by List.of.
  public enum Dash {
    SOLID(List.of()),
    DASHED(List.of(6.0, 4.0)),
    DOTTED(List.of(1.5, 3.5));

    private final List<Double> pattern;

    Dash(List<Double> pattern) {
      this.pattern = pattern;
    }

    List<Double> pattern() {
      return pattern;
    }
  }

  OptionalDouble most() {
    return points.stream().mapToDouble(ChartPoint::value).max();
  }

  OptionalDouble least() {
    return points.stream().mapToDouble(ChartPoint::value).min();
  }

  /// The value that holds at `moment`: the nearest one, unless there is a gap.
  Optional<ChartPoint> near(Instant moment) {
    int low = 0;
    int high = points.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points.get(middle).at().isBefore(moment)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    var after = low < points.size() ? Optional.of(points.get(low)) : Optional.<ChartPoint>empty();
    var before = low > 0 ? Optional.of(points.get(low - 1)) : Optional.<ChartPoint>empty();
    if (before.isEmpty() || after.isEmpty()) {
      return before.or(() -> after).filter(point -> isNear(point, moment));
    }
    var nearer =
        distance(before.get(), moment).compareTo(distance(after.get(), moment)) <= 0
            ? before.get()
            : after.get();
    return Optional.of(nearer).filter(point -> isNear(point, moment));
  }

  private static boolean isNear(ChartPoint point, Instant moment) {
    return distance(point, moment).compareTo(GAP) < 0;
  }

  private static Duration distance(ChartPoint point, Instant moment) {
    return Duration.between(point.at(), moment).abs();
  }
}
