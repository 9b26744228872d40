package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.traffic.RoutingTable;

/// An instance as one table has it.
///
/// @param revisionText of `revision`, made once for all the answers that name it
record OriginTarget(
    LiveOrigin live, Revision revision, Endpoint endpoint, Protocol protocol, String revisionText) {
  OriginTarget(LiveOrigin live, RoutingTable.Origin origin) {
    this(
        live,
        origin.revision(),
        origin.endpoint(),
        origin.protocol(),
        origin.revision().toString());
  }
}
