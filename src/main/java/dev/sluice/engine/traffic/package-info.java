/// Turns services into the gateway's routing table and gets it acknowledged. Start at
/// [RoutePublisher].
///
/// May depend on `domain` and `engine.port`.
@NullMarked
package dev.sluice.engine.traffic;

import org.jspecify.annotations.NullMarked;
