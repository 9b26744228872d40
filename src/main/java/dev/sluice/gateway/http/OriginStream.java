package dev.sluice.gateway.http;

import io.netty.channel.Channel;

/// The origin's side of an [Exchange], whatever version of HTTP it speaks: where the request goes
/// to and the answer comes from. Used on its event loop.
interface OriginStream {
  /// What becomes a tunnel after an upgrade.
  Channel channel();

  /// Hands `exchange` what comes back from now on.
  ///
  /// @param isHead whether a HEAD request is sent
  void begin(Exchange exchange, boolean isHead);

  /// Where the request goes.
  MessageSink writer();

  /// Whether it takes more of the request's body.
  boolean writable();

  /// Reads more of the answer, or stops it.
  void setReading(boolean reading);

  /// Whether its connection has carried an exchange before the present one, so that the origin may
  /// have closed it just as the request went out.
  boolean reused();

  /// Whether anything of the answer has arrived.
  boolean answerStarted();

  /// Whether it is certain that the origin has not acted on the request.
  boolean unprocessed();

  /// The exchange is over and the answer complete.
  ///
  /// @param reusable whether the connection may carry another exchange
  void finish(boolean reusable);

  /// The exchange wants nothing more from the origin.
  void close();
}
