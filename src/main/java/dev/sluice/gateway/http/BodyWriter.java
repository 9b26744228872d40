package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Takes a message's body behind its head, towards one side or the other. Nothing needs to go out
/// before [#flush].
interface BodyWriter {
  /// @param data is taken over
  void part(ByteBuf data);

  /// @param trailers null when nothing comes after the body
  void end(@Nullable Head trailers);

  void flush();
}
