package dev.sluice.gateway.http;

import dev.sluice.gateway.http.OutgoingRequest.ForwardedFields;
import dev.sluice.gateway.route.Claim;
import dev.sluice.gateway.route.Refusal;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// The user agent's side of an [Exchange], whatever version of HTTP it speaks: where the request
/// comes from and the answer goes to. Used on its event loop.
interface UserAgentStream {
  /// What becomes a tunnel after an upgrade.
  Channel channel();

  /// What is told of the connection to the origin.
  ForwardedFields forwarded();

  /// Whether it came by TLS.
  boolean secure();

  /// Passes to [Exchange#onDeadline] while there is an exchange.
  Deadline deadline();

  /// Whether another request may follow the present one.
  boolean mayStayOpen();

  /// Reads more of the request's body, or stops it.
  void setReading(boolean reading);

  /// Whether it takes more of the answer.
  boolean writable();

  /// Where the answer goes.
  MessageSink writer();

  /// An instance has been found for the request.
  void begin(Exchange exchange);

  /// The answer is written to its end.
  void onExchangeOver(boolean keepAlive);

  /// Answers in the instance's stead.
  ///
  /// @param request null when it could not be read
  /// @param claim of the instance it is given for, if any
  /// @param readWhole whether the request has been read to its end, so that another may follow
  void refuse(
      Refusal refusal, @Nullable IncomingRequest request, @Nullable Claim claim, boolean readWhole);

  /// Ends at once, so that the user agent notices that the answer is not whole.
  void abort();
}
