package dev.sluice.console.widgets.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A line of a chart as runs of points on the screen; between two runs is a gap.
///
/// Where many points fall on one pixel, the first, the lowest, the highest and the last of them are
/// drawn: nothing that stood out is lost.
///
/// @param runs none of them is empty
record Trace(List<List<Spot>> runs) {

  /// A point on the screen.
  record Spot(double x, double y) {}

  static Trace of(
      ChartLine line, Instant from, Instant until, ValueScale scale, double width, double height) {
    var runs = new ArrayList<List<Spot>>();
    var pixel = new Pixel();
    Instant last = null;
    double span = Duration.between(from, until).toMillis();
    for (var point : line.points()) {
      if (point.at().isBefore(from) || point.at().isAfter(until)) {
        continue;
      }
      if (last == null || Duration.between(last, point.at()).compareTo(ChartLine.GAP) > 0) {
        pixel.flush();
        pixel = new Pixel();
        runs.add(pixel.run);
      }
      double x = Duration.between(from, point.at()).toMillis() / span * width;
      pixel.add(new Spot(x, height * (1 - scale.part(point.value()))));
      last = point.at();
    }
    pixel.flush();
    return new Trace(runs);
  }

  /// Collects the points of one pixel's width.
  private static final class Pixel {
    private final List<Spot> run = new ArrayList<>();
    private final List<Spot> spots = new ArrayList<>();

    void add(Spot spot) {
      if (!spots.isEmpty() && Math.floor(spots.getFirst().x()) != Math.floor(spot.x())) {
        flush();
      }
      spots.add(spot);
    }

    void flush() {
      if (spots.size() <= 4) {
        run.addAll(spots);
      } else {
        int lowest = 0;
        int highest = 0;
        for (int i = 1; i < spots.size(); i++) {
          lowest = spots.get(i).y() > spots.get(lowest).y() ? i : lowest;
          highest = spots.get(i).y() < spots.get(highest).y() ? i : highest;
        }
        run.add(spots.getFirst());
        run.add(spots.get(Math.min(lowest, highest)));
        run.add(spots.get(Math.max(lowest, highest)));
        run.add(spots.getLast());
      }
      spots.clear();
    }
  }
}
