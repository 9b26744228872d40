package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.Map;

/// A routing table made for look-up. Never changes; swapped as a whole.
///
/// @param hosts by host name, lower case
/// @param addresses the version addresses to listen on
/// @param splits kept to hand a split on to the next table while its policy stays
record CompiledTable(
    long number,
    Map<String, Target> hosts,
    Map<Endpoint, Target.ToVersion> addresses,
    Map<VersionName, Target.ToVersion> versions,
    Map<ServiceName, PolicySplit> splits) {

  static final CompiledTable EMPTY =
      new CompiledTable(RoutingTable.EMPTY.number(), Map.of(), Map.of(), Map.of(), Map.of());

  /// A split and the policy it was made for.
  record PolicySplit(TrafficPolicy policy, Split split) {}
}
