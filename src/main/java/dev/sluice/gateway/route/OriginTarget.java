package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Revision;

/// An instance as one table has it.
///
/// @param revisionText of `revision`, made once for all the answers that name it
record OriginTarget(LiveOrigin live, Revision revision, Endpoint endpoint, String revisionText) {
  OriginTarget(LiveOrigin live, Revision revision, Endpoint endpoint) {
    this(live, revision, endpoint, revision.toString());
  }
}
