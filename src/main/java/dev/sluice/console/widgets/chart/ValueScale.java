package dev.sluice.console.widgets.chart;

import java.util.ArrayList;
import java.util.List;

/// From 0 to a round number, in few round steps.
///
/// @param top the highest value that fits
/// @param ticks from 0 to `top`
record ValueScale(double top, List<Double> ticks) {
  private static final double[] ROUND = {1, 2, 5, 10};

  ValueScale {
    ticks = List.copyOf(ticks);
  }

  /// The scale for values up to `most`.
  ///
  /// @param least the scale is never lower than this, so that noise near 0 does not look like a
  ///   storm
  /// @param steps at most so many
  static ValueScale upTo(double most, double least, int steps) {
    double wanted = Math.max(most, least);
    double step = roundUp(wanted / steps);
    int count = (int) Math.ceil(wanted / step - 1e-9);
    var ticks = new ArrayList<Double>();
    for (int i = 0; i <= count; i++) {
      ticks.add(i * step);
    }
    return new ValueScale(count * step, ticks);
  }

  private static double roundUp(double step) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(step)));
    for (double round : ROUND) {
      if (step <= round * magnitude * (1 + 1e-9)) {
        return round * magnitude;
      }
    }
    return 10 * magnitude;
  }

  /// Where `value` is, 0 at the bottom and 1 at the top.
  double part(double value) {
    return Math.clamp(value / top, 0, 1);
  }
}
