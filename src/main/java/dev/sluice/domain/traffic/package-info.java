/// Who gets which share of a service's requests: the operator's [TrafficPolicy] and the gateway's
/// compiled form of it, [RoutingTable].
///
/// May depend on `domain.service`.
@NullMarked
package dev.sluice.domain.traffic;

import org.jspecify.annotations.NullMarked;
