package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;

/// Takes the parts of a body that [BodyReader] cuts out of a connection's bytes.
@FunctionalInterface
interface Body {
  /// @param data owned by whoever is called
  void part(ByteBuf data);
}
