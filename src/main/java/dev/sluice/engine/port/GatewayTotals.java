package dev.sluice.engine.port;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.GatewayFigures.Refused;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the gateway counted since it started. Counts only grow while it lives, and while what they
/// are about is in the table; they begin anew with a new gateway.
///
/// @param instances that the table holds or that have requests in flight
/// @param versions with all the instances they ever had
/// @param droppedLogLines of the access log, because they could not be written in time
public record GatewayTotals(
    List<InstanceTotal> instances,
    List<VersionTotal> versions,
    List<Refused> refused,
    long droppedLogLines) {
  public GatewayTotals {
    instances = List.copyOf(instances);
    versions = List.copyOf(versions);
    refused = List.copyOf(refused);
  }

  /// The counts are those of [GatewayFigures.Counts].
  public record Total(
      StatusCounts statuses,
      SortedMap<String, Long> gatewayErrors,
      long retries,
      long bytesIn,
      long bytesOut) {
    public Total {
      gatewayErrors = Collections.unmodifiableSortedMap(new TreeMap<>(gatewayErrors));
    }
  }

  public record InstanceTotal(
      InstanceId instance, VersionName version, Total total, int inFlight) {}

  public record VersionTotal(VersionName version, Total total, LatencyTotal latency) {}

  /// A histogram with fixed bounds.
  ///
  /// @param buckets requests that took at most the bound with the same index in [#BOUNDS], and
  ///   longer than the one before; the last one holds the rest
  /// @param sumMicros of all their latencies
  public record LatencyTotal(List<Long> buckets, long sumMicros) {
    /// In microseconds.
    public static final List<Long> BOUNDS =
        List.of(
            500L,
            1_000L,
            2_500L,
            5_000L,
            10_000L,
            25_000L,
            50_000L,
            100_000L,
            250_000L,
            500_000L,
            1_000_000L,
            2_500_000L,
            5_000_000L,
            10_000_000L);

    public LatencyTotal {
      buckets = List.copyOf(buckets);
    }
  }
}
