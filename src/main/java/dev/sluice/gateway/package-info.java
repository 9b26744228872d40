/// The gateway's process: [Gateway] puts the routing ([dev.sluice.gateway.route.Router]), the proxy
/// ([dev.sluice.gateway.http.HttpProxy]) and the control channel
/// ([dev.sluice.gateway.control.ControlServer]) together.
///
/// Words: a user agent asks, the gateway routes, an origin (an instance) answers. May depend on
/// `domain`, `engine.port` and `wire.control`.
@NullMarked
package dev.sluice.gateway;

import org.jspecify.annotations.NullMarked;
