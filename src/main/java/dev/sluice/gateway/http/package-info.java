/// The HTTP proxy: user agent on one side, origin on the other, on event loops.
///
/// Start reading at [HttpProxy], then [UserAgentConnection] and [Exchange]: one request on its way
/// to an instance and its answer on the way back. It knows its two sides as [UserAgentStream] and
/// [OriginStream], whatever version of HTTP they speak. Heads are read by one strict [HeadReader],
/// which lets nothing through that two programs could read in two ways, and go on as the bytes they
/// came in. A request and its origin's connection stay on one event loop, so nothing of an exchange
/// is shared between threads.
///
/// May depend on `domain` and `gateway.route`.
@NullMarked
package dev.sluice.gateway.http;

import org.jspecify.annotations.NullMarked;
