package dev.sluice.engine.metrics;

import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.port.LatencyCounts;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// Adds tallies up, one sum after the other. Used by one thread.
final class TallySum {
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
    return new Latency(millis(50), millis(95), millis(99), millis(100));
  }

  private double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1_000.0;
  }
}
