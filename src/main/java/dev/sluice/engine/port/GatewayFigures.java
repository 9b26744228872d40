package dev.sluice.engine.port;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the gateway counted, second by second.
///
/// @param position to ask with the next time
/// @param seconds oldest first; those after the position asked with that the gateway still has
/// @param inFlight requests at this moment, by instance; 0 where an instance is missing
public record GatewayFigures(
    Position position, List<Second> seconds, Map<InstanceId, Integer> inFlight) {
  public GatewayFigures {
    seconds = List.copyOf(seconds);
    inFlight = Map.copyOf(inFlight);
  }

  /// How far figures have been read.
  ///
  /// @param gateway which process counted; another one begins anew
  /// @param second number of the last one read
  public record Position(String gateway, long second) {
    /// Nothing has been read.
    public static final Position START = new Position("", 0);
  }

  /// What ended in about a second.
  ///
  /// @param seconds it is long
  /// @param instances those with requests
  /// @param refused requests that reached no instance
  public record Second(double seconds, List<OfInstance> instances, List<Refused> refused) {
    public Second {
      instances = List.copyOf(instances);
      refused = List.copyOf(refused);
    }
  }

  public record OfInstance(InstanceId instance, VersionName version, Counts counts) {}

  /// Requests that had an instance, whether or not it answered. Each counts once, when it has
  /// ended, at the instance that it was sent to last.
  ///
  /// @param gatewayErrors those that the gateway answered, or broke off, in the instance's stead,
  ///   by reason
  /// @param retries second tries
  /// @param bytesIn of request bodies
  /// @param bytesOut of answers' bodies
  /// @param latency of each request, to the end of its answer; to 101 where it became a tunnel
  public record Counts(
      StatusCounts statuses,
      SortedMap<String, Long> gatewayErrors,
      long retries,
      long bytesIn,
      long bytesOut,
      LatencyCounts latency) {
    public Counts {
      gatewayErrors = Collections.unmodifiableSortedMap(new TreeMap<>(gatewayErrors));
    }
  }

  /// Requests that the gateway answered itself because they reached no instance.
  ///
  /// @param service that was asked for, when that is known
  /// @param version that was to answer, when that is known; its service is given as well
  public record Refused(
      Optional<ServiceName> service,
      Optional<VersionName> version,
      String reason,
      int status,
      long count) {}
}
