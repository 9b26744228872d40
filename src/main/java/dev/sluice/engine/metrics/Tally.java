package dev.sluice.engine.metrics;

import dev.sluice.engine.port.GatewayFigures.Counts;
import dev.sluice.engine.port.GatewayFigures.Refused;
import dev.sluice.engine.port.LatencyCounts;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was counted of one version in one moment.
record Tally(
    long requests,
    long errors,
    long clientErrors,
    SortedMap<String, Long> gatewayErrors,
    long bytesIn,
    long bytesOut,
    LatencyCounts latency) {
  /// What one takes in memory, about, without latencies and errors by reason.
  private static final int BYTES = 80;

  private static final int BYTES_OF_REASON = 64;

  static Tally of(Counts counts) {
    var statuses = counts.statuses();
    return new Tally(
        statuses.total(),
        statuses.serverErrors(),
        statuses.clientErrors(),
        counts.gatewayErrors(),
        counts.bytesIn(),
        counts.bytesOut(),
        counts.latency());
  }

  static Tally of(Refused refused) {
    return new Tally(
        refused.count(),
        refused.status() >= 500 ? refused.count() : 0,
        refused.status() < 500 ? refused.count() : 0,
        new TreeMap<>(Collections.singletonMap(refused.reason(), refused.count())),
        0,
        0,
        LatencyCounts.NONE);
  }

  Tally plus(Tally other) {
    return new Tally(
        requests + other.requests,
        errors + other.errors,
        clientErrors + other.clientErrors,
        sum(gatewayErrors, other.gatewayErrors),
        bytesIn + other.bytesIn,
        bytesOut + other.bytesOut,
        sum(latency, other.latency));
  }

  private static SortedMap<String, Long> sum(SortedMap<String, Long> a, SortedMap<String, Long> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    var sum = new TreeMap<>(a);
    b.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return sum;
  }

  private static LatencyCounts sum(LatencyCounts a, LatencyCounts b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    var sum = new TreeMap<Long, Long>();
    a.forEach((micros, count) -> sum.merge(micros, count, Long::sum));
    b.forEach((micros, count) -> sum.merge(micros, count, Long::sum));
    var builder = new LatencyCounts.Builder();
    sum.forEach(builder::add);
    return builder.build();
  }

  int bytes() {
    return BYTES + latency.bytes() + BYTES_OF_REASON * gatewayErrors.size();
  }
}
