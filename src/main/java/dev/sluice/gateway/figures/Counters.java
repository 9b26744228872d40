package dev.sluice.gateway.figures;

import dev.sluice.engine.port.GatewayFigures.Counts;
import dev.sluice.engine.port.StatusCounts;
import dev.sluice.gateway.figures.LatencyRecorder.HistogramPool;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// What one event loop counts for one instance within a second. Used by one thread at a time.
public final class Counters {
  private final long[] statuses = new long[5];
  private final LatencyRecorder latency;

  /// Rare, so that allocating does not matter.
  private final TreeMap<String, Long> gatewayErrors = new TreeMap<>();

  private long retries;
  private long bytesIn;
  private long bytesOut;

  Counters(HistogramPool pool) {
    latency = new LatencyRecorder(pool);
  }

  /// A request has ended.
  ///
  /// @param status 100-599
  /// @param nanos it took
  public void ended(int status, long nanos) {
    statuses[status / 100 - 1]++;
    latency.record(nanos / 1_000);
  }

  /// The gateway answered it, or broke it off, in the instance's stead.
  public void gatewayError(String reason) {
    gatewayErrors.merge(reason, 1L, Long::sum);
  }

  public void retried() {
    retries++;
  }

  /// @param in of the request's body
  /// @param out of the answer's body
  public void bytes(long in, long out) {
    bytesIn += in;
    bytesOut += out;
  }

  void reset() {
    Arrays.fill(statuses, 0);
    latency.reset();
    gatewayErrors.clear();
    retries = 0;
    bytesIn = 0;
    bytesOut = 0;
  }

  void addTo(Sum sum) {
    sum.add(statuses, gatewayErrors, retries, bytesIn, bytesOut);
    sum.add(latency);
  }

  /// Several loops' counters of one instance.
  static final class Sum {
    private final TreeMap<String, Long> gatewayErrors = new TreeMap<>();
    private final LatencyRecorder.Sum latency;
    private StatusCounts statuses = StatusCounts.NONE;
    private long retries;
    private long bytesIn;
    private long bytesOut;

    Sum(LatencyRecorder.Sum latency) {
      this.latency = latency;
    }

    private void add(
        long[] more, Map<String, Long> errors, long retried, long moreIn, long moreOut) {
      statuses = statuses.plus(new StatusCounts(more[0], more[1], more[2], more[3], more[4]));
      errors.forEach((reason, count) -> gatewayErrors.merge(reason, count, Long::sum));
      retries += retried;
      bytesIn += moreIn;
      bytesOut += moreOut;
    }

    private void add(LatencyRecorder recorder) {
      latency.add(recorder);
    }

    /// What was added; the sum is not used any more.
    Counts take() {
      return new Counts(statuses, gatewayErrors, retries, bytesIn, bytesOut, latency.take());
    }
  }
}
