package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Takes one message after the other, towards one side or the other: a head, its body in parts, the
/// end. Nothing needs to go out before [#flush]. Used on one event loop.
interface MessageSink {
  /// Where the head of the next message is to be written to, as HTTP/1.1 has it.
  ///
  /// @param atLeast bytes that will be written
  /// @param chunked whether the head announces a chunked body
  ByteBuf head(int atLeast, boolean chunked);

  /// @param data is taken over
  void part(ByteBuf data);

  /// @param trailers null when nothing comes after the body
  void end(@Nullable Head trailers);

  void flush();
}
