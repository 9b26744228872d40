package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Revision;

/// An instance as one table has it.
record OriginTarget(LiveOrigin live, Written revision, Endpoint endpoint, Protocol protocol) {

  /// A revision, and its text, made once for all the answers that name it.
  record Written(Revision revision, String text) {
    static Written of(Revision revision) {
      return new Written(revision, revision.toString());
    }
  }
}
