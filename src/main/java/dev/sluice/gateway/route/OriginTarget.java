package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Revision;

/// An instance as one table has it.
record OriginTarget(LiveOrigin live, Revision revision, Endpoint endpoint) {}
