package dev.sluice.engine.metrics;

import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.port.LatencyCounts;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Adds tallies up, one sum after the other. Used by one thread.
final class TallySum {
  /// The normal distribution has 99.9 % within so many standard deviations.
  private static final double CONFIDENT = 3.2905267314919255;

  /// Requests on the rarer side of a percentile.
  private static final double LEAST_BEYOND = 20;

  /// Made with the first latency, since most sums have none.
  private @Nullable Histogram latency;

  private final TreeMap<String, Long> gatewayErrors = new TreeMap<>();
  private long requests;
  private long errors;
  private long clientErrors;
  private long bytesIn;
  private long bytesOut;

  void add(Tally tally) {
    requests += tally.requests();
    errors += tally.errors();
    clientErrors += tally.clientErrors();
    tally.gatewayErrors().forEach((reason, count) -> gatewayErrors.merge(reason, count, Long::sum));
    bytesIn += tally.bytesIn();
    bytesOut += tally.bytesOut();
    if (!tally.latency().isEmpty()) {
      var histogram = histogram();
      tally.latency().forEach(histogram::recordValueWithCount);
    }
  }

  private Histogram histogram() {
    var present = latency;
    if (present == null) {
      present = new Histogram(LatencyCounts.HIGHEST_MICROS, LatencyCounts.SIGNIFICANT_DIGITS);
      latency = present;
    }
    return present;
  }

  /// What was added, over `seconds`; begins anew.
  TrafficFigures take(double seconds) {
    var figures =
        new TrafficFigures(
            seconds,
            requests,
            errors,
            clientErrors,
            gatewayErrors,
            bytesIn,
            bytesOut,
            takeLatency());
    gatewayErrors.clear();
    requests = 0;
    errors = 0;
    clientErrors = 0;
    bytesIn = 0;
    bytesOut = 0;
    return figures;
  }

  private Optional<Latency> takeLatency() {
    var counted = latency;
    if (counted == null || counted.getTotalCount() == 0) {
      return Optional.empty();
    }
    var taken =
        new Latency(
            millis(counted, 50),
            millis(counted, 95),
            millis(counted, 99),
            millis(counted, 100),
            range(counted, 0.50),
            range(counted, 0.95),
            range(counted, 0.99));
    counted.reset();
    return Optional.of(taken);
  }

  /// Between the values whose ranks are as many standard deviations of the binomial distribution
  /// away; absent where that is not near enough to the normal one.
  private static Optional<Latency.Range> range(Histogram latency, double share) {
    double all = latency.getTotalCount();
    if (all * Math.min(share, 1 - share) < LEAST_BEYOND) {
      return Optional.empty();
    }
    double half = CONFIDENT * Math.sqrt(all * share * (1 - share));
    double low = Math.max(1, Math.floor(all * share - half));
    double high = Math.min(all, Math.ceil(all * share + half) + 1);
    return Optional.of(
        new Latency.Range(millis(latency, 100 * low / all), millis(latency, 100 * high / all)));
  }

  private static double millis(Histogram latency, double percentile) {
    return latency.getValueAtPercentile(percentile) / 1_000.0;
  }
}
