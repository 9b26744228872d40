/// The HTTP proxy: user agent on one side, origin on the other, on event loops.
///
/// Start reading at [HttpProxy], then [UserAgentConnection] and [Exchange]: one request on its way
/// to an instance and its answer on the way back. Messages are read by our own strict decoders
/// ([RequestDecoder], [AnswerDecoder]), which let nothing through that two programs could read in
/// two ways, and written by Netty's encoders. A request and its origin's connection stay on one
/// event loop, so nothing of an exchange is shared between threads.
///
/// May depend on `domain` and `gateway.route`.
@NullMarked
package dev.sluice.gateway.http;

import org.jspecify.annotations.NullMarked;
