package dev.sluice.engine.metrics;

import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.port.LatencyCounts;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// Adds tallies up, one sum after the other. Used by one thread.
final class TallySum {
  /// The normal distribution has 99.9 % within so many standard deviations.
  private static final double CONFIDENT = 3.2905267314919255;

  /// Requests on the rarer side of a percentile.
  private static final double LEAST_BEYOND = 20;

  private final Histogram latency =
      new Histogram(LatencyCounts.HIGHEST_MICROS, LatencyCounts.SIGNIFICANT_DIGITS);
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
    tally.latency().forEach(latency::recordValueWithCount);
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
            latency.getTotalCount() == 0 ? Optional.empty() : Optional.of(latency()));
    gatewayErrors.clear();
    requests = 0;
    errors = 0;
    clientErrors = 0;
    bytesIn = 0;
    bytesOut = 0;
    if (latency.getTotalCount() > 0) {
      latency.reset();
    }
    return figures;
  }

  private Latency latency() {
    return new Latency(
        millis(50), millis(95), millis(99), millis(100), range(0.50), range(0.95), range(0.99));
  }

  /// Between the values whose ranks are as many standard deviations of the binomial distribution
  /// away; absent where that is not near enough to the normal one.
  private Optional<Latency.Range> range(double share) {
    double all = latency.getTotalCount();
    if (all * Math.min(share, 1 - share) < LEAST_BEYOND) {
      return Optional.empty();
    }
    double half = CONFIDENT * Math.sqrt(all * share * (1 - share));
    double low = Math.max(1, Math.floor(all * share - half));
    double high = Math.min(all, Math.ceil(all * share + half) + 1);
    return Optional.of(new Latency.Range(millis(100 * low / all), millis(100 * high / all)));
  }

  private double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1_000.0;
  }
}
