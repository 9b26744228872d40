/// Both ends of the gateway's control channel: [GatewayLink] in the engine, [ControlServer] in the
/// gateway. A Unix domain socket that only its owner may open carries one JSON line each way per
/// call.
///
/// May depend on `domain`, `engine.port` and `wire.control`.
@NullMarked
package dev.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;
