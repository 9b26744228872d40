/// The gateway over real sockets: [GatewayFixture] runs one, [TestOrigin] plays an instance and
/// [RawClient] a user agent, both by hand, so that they can also misbehave.
@NullMarked
package dev.sluice.gateway;

import org.jspecify.annotations.NullMarked;
