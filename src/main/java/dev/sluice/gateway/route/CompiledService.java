package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A service's part of a table, made for look-up. Never changes.
///
/// @param hosts by host name, lower case; no other service has one of these
/// @param addresses the version addresses to listen on; no other service has one of these
/// @param split kept to hand it on to the next table while its policy stays; null when there is
///   none
record CompiledService(
    ServiceName name,
    Map<String, Target> hosts,
    Map<Endpoint, Target.ToVersion> addresses,
    Map<VersionName, Target.ToVersion> versions,
    @Nullable PolicySplit split) {

  CompiledService {
    hosts = Map.copyOf(hosts);
    addresses = Map.copyOf(addresses);
    versions = Map.copyOf(versions);
  }

  /// A split and the policy it was made for.
  record PolicySplit(TrafficPolicy policy, Split split) {}

  Stream<OriginTarget> origins() {
    return versions.values().stream().flatMap(version -> version.origins().stream());
  }
}
