package dev.sluice.engine.api;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the gateway counted over a span of time. A request counts when its answer has ended, or has
/// failed; a repeated try is not another request.
///
/// @param seconds of the span that were measured; 0 while nothing was, as after an engine's start,
///   and then the counts say nothing
/// @param requests all of them, those of the other counts included
/// @param errors answers with 5xx, by an instance or made by the gateway
/// @param clientErrors answers with 4xx
/// @param gatewayErrors of all these, answers that the gateway made itself, by the reason that also
///   stands in `X-Sluice-Reason`; reasons with none are left out
/// @param bytesIn of request bodies
/// @param bytesOut of answers' bodies
/// @param latency absent without requests
public record TrafficFigures(
    double seconds,
    long requests,
    long errors,
    long clientErrors,
    SortedMap<String, Long> gatewayErrors,
    long bytesIn,
    long bytesOut,
    Optional<Latency> latency) {

  /// Nothing was measured.
  public static final TrafficFigures NONE = counts(0, 0, 0);

  public TrafficFigures {
    gatewayErrors = Collections.unmodifiableSortedMap(new TreeMap<>(gatewayErrors));
  }

  public static TrafficFigures counts(double seconds, long requests, long errors) {
    return new TrafficFigures(
        seconds, requests, errors, 0, new TreeMap<>(), 0, 0, Optional.empty());
  }

  /// @param count one of the counts
  /// @return a second's; absent while nothing was measured
  public Optional<Double> perSecond(long count) {
    return seconds > 0 ? Optional.of(count / seconds) : Optional.empty();
  }

  /// By reason; reasons with none are left out, all while nothing was measured.
  public SortedMap<String, Double> gatewayErrorsPerSecond() {
    var rates = new TreeMap<String, Double>();
    for (Map.Entry<String, Long> errors : gatewayErrors.entrySet()) {
      perSecond(errors.getValue()).ifPresent(rate -> rates.put(errors.getKey(), rate));
    }
    return rates;
  }

  /// Absent without requests.
  public Optional<Double> errorPercent() {
    return requests > 0 ? Optional.of(100.0 * errors / requests) : Optional.empty();
  }
}
