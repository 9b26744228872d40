package dev.sluice.gateway.figures;

import dev.sluice.engine.port.LatencyCounts;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/// Latencies of one instance within a second. The first few are kept as they are, in little memory;
/// where there are more, a histogram takes them.
final class LatencyRecorder {
  private static final int FEW = 64;

  private final HistogramPool pool;
  private final int[] few = new int[FEW];
  private int count;
  private @Nullable IntCountsHistogram many;

  LatencyRecorder(HistogramPool pool) {
    this.pool = pool;
  }

  void record(long micros) {
    long value = Math.clamp(micros, 0, LatencyCounts.HIGHEST_MICROS);
    if (many != null) {
      many.recordValue(value);
    } else if (count < FEW) {
      few[count++] = (int) value;
    } else {
      var histogram = pool.take();
      many = histogram;
      for (int each : few) {
        histogram.recordValue(each);
      }
      histogram.recordValue(value);
      count = 0;
    }
  }

  void reset() {
    count = 0;
    if (many != null) {
      pool.put(many);
      many = null;
    }
  }

  /// Histograms that are not in use. Used by one thread at a time.
  static final class HistogramPool {
    private final ArrayDeque<IntCountsHistogram> free = new ArrayDeque<>();

    IntCountsHistogram take() {
      var present = free.poll();
      return present == null
          ? new IntCountsHistogram(LatencyCounts.HIGHEST_MICROS, LatencyCounts.SIGNIFICANT_DIGITS)
          : present;
    }

    void put(IntCountsHistogram histogram) {
      histogram.reset();
      free.push(histogram);
    }

    /// Keeps no more than `most`.
    void trim(int most) {
      while (free.size() > most) {
        free.pop();
      }
    }
  }

  /// Adds recorders up. Used by one thread; what it needs is used again for the next sum.
  static final class Sum {
    private final Histogram all =
        new Histogram(LatencyCounts.HIGHEST_MICROS, LatencyCounts.SIGNIFICANT_DIGITS);
    private int[] values = new int[FEW];
    private int count;
    private boolean histogramUsed;

    void add(LatencyRecorder recorder) {
      if (recorder.many != null) {
        all.add(recorder.many);
        histogramUsed = true;
        return;
      }
      if (count + recorder.count > values.length) {
        values = Arrays.copyOf(values, 2 * (count + recorder.count));
      }
      for (int i = 0; i < recorder.count; i++) {
        values[count++] = (int) all.lowestEquivalentValue(recorder.few[i]);
      }
    }

    /// What was added; begins anew.
    LatencyCounts take() {
      var counts = histogramUsed ? takeFromHistogram() : takeValues();
      count = 0;
      return counts;
    }

    private LatencyCounts takeFromHistogram() {
      for (int i = 0; i < count; i++) {
        all.recordValue(values[i]);
      }
      var builder = new LatencyCounts.Builder();
      for (var value : all.recordedValues()) {
        builder.add(
            all.lowestEquivalentValue(value.getValueIteratedTo()),
            value.getCountAtValueIteratedTo());
      }
      all.reset();
      histogramUsed = false;
      return builder.build();
    }

    private LatencyCounts takeValues() {
      Arrays.sort(values, 0, count);
      var builder = new LatencyCounts.Builder();
      int from = 0;
      for (int i = 1; i <= count; i++) {
        if (i == count || values[i] != values[from]) {
          builder.add(values[from], i - from);
          from = i;
        }
      }
      return builder.build();
    }
  }
}
