package dev.sluice.domain.traffic;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.List;
import java.util.Set;

/// Everything the gateway needs to route, as one immutable, numbered whole. The engine sends tables
/// with growing numbers; the gateway swaps them atomically and acknowledges the number, after which
/// no request is routed by an earlier table (R21).
///
/// @param number grows with every table of one engine, also across its restarts
/// @param services every service that has a domain, in no particular order
public record RoutingTable(long number, List<ServiceRoute> services) {
  public static final RoutingTable EMPTY = new RoutingTable(0, List.of());

  public RoutingTable {
    services = List.copyOf(services);
  }

  /// A service's part of the table.
  ///
  /// @param domains host names of the service, lower case, without port
  /// @param open false: the service's domains answer 404, its version addresses still work (R4)
  /// @param versionHeaders whether answers carry `X-Sluice-Version` and `X-Sluice-Revision` (R40)
  /// @param policy how requests for the domains are split
  /// @param versions all versions that can be reached, also those without a share
  public record ServiceRoute(
      ServiceName name,
      Set<String> domains,
      boolean open,
      boolean versionHeaders,
      TrafficPolicy policy,
      List<VersionRoute> versions) {
    public ServiceRoute {
      domains = Set.copyOf(domains);
      versions = List.copyOf(versions);
    }
  }

  /// A version's part of the table. It is reached at `address` and as `<version>.<domain>` whatever
  /// its share.
  ///
  /// @param address the version's own address, which the gateway listens on (R7)
  /// @param origins its instances in rotation; none means 503
  /// @param onDemand while it has no origin, requests wait for one, because one is started for the
  ///   first that waits (R64)
  public record VersionRoute(
      VersionName name, Endpoint address, List<Origin> origins, boolean onDemand) {
    public VersionRoute {
      origins = List.copyOf(origins);
    }
  }

  /// One instance in rotation.
  ///
  /// @param protocol that it speaks
  public record Origin(
      InstanceId instance, Revision revision, Endpoint endpoint, Protocol protocol) {
    /// One that speaks HTTP/1.1.
    public Origin(InstanceId instance, Revision revision, Endpoint endpoint) {
      this(instance, revision, endpoint, Protocol.HTTP1);
    }
  }
}
