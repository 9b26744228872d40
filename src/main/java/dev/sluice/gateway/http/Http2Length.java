package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;

/// Holds a body that comes in frames to the length that its head has announced: what goes on is
/// framed by that length.
final class Http2Length {
  private final boolean known;
  private long left;

  Http2Length(Framing framing) {
    known = framing instanceof Framing.Length;
    left = framing instanceof Framing.Length(long bytes) ? bytes : 0;
  }

  /// @throws BadMessageException when the body becomes longer than announced
  void check(ByteBuf part) throws BadMessageException {
    left -= part.readableBytes();
    if (known && left < 0) {
      throw BadMessageException.of("The body is longer than its Content-Length.");
    }
  }

  /// @throws BadMessageException when the body ends before its length
  void checkEnd() throws BadMessageException {
    if (known && left != 0) {
      throw BadMessageException.of("The body is shorter than its Content-Length.");
    }
  }
}
