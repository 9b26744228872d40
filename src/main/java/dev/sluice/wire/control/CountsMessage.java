package dev.sluice.wire.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was counted, as JSON.
///
/// @param statuses requests whose answer was 1xx, 2xx, 3xx, 4xx, 5xx, in this order
/// @param errors made by the gateway, by reason; null for none
/// @param latency microseconds and how many requests took as long, in turns; null where the
///   latencies are in `buckets`, or there are none
/// @param buckets requests up to each of the bounds that both sides know; null but in a version's
///   total
/// @param micros sum of the latencies in `buckets`
public record CountsMessage(
    List<Long> statuses,
    @Nullable Map<String, Long> errors,
    long retries,
    long bytesIn,
    long bytesOut,
    @Nullable List<Long> latency,
    @Nullable List<Long> buckets,
    long micros) {
  public CountsMessage {
    statuses = List.copyOf(statuses);
    errors = errors == null ? null : Map.copyOf(errors);
    latency = latency == null ? null : List.copyOf(latency);
    buckets = buckets == null ? null : List.copyOf(buckets);
  }

  /// @param instance null in a version's total
  /// @param inFlight now, in an instance's total
  public record Of(@Nullable String instance, String version, int inFlight, CountsMessage counts) {}

  /// Requests that reached no instance.
  public record Refused(
      @Nullable String service, @Nullable String version, String reason, int status, long count) {}

  /// @param seconds it is long
  public record Second(double seconds, List<Of> instances, List<Refused> refused) {
    public Second {
      instances = List.copyOf(instances);
      refused = List.copyOf(refused);
    }
  }
}
