package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Cuts one body out of the bytes that arrive, whatever its framing.
sealed interface BodyReader permits BodyReader.Fixed, BodyReader.Endless, ChunkedBodyReader {

  /// Takes what belongs to the body from `in`, and hands it to `body` in parts.
  ///
  /// @return whether the body is complete; `body` has not been told
  boolean read(ByteBuf in, Body body) throws BadMessageException;

  static BodyReader of(Framing framing, Limits limits) {
    return switch (framing) {
      case Framing.Length(long bytes) -> new Fixed(bytes);
      case Framing.Chunked _ -> new ChunkedBodyReader(limits);
      case Framing.UntilClose _ -> Endless.ENDLESS;
    };
  }

  /// What came after the body; null when nothing did.
  default @Nullable Head trailers() {
    return null;
  }

  /// A body of known length.
  final class Fixed implements BodyReader {
    private long left;

    private Fixed(long left) {
      this.left = left;
    }

    @Override
    public boolean read(ByteBuf in, Body body) {
      int available = (int) Math.min(left, in.readableBytes());
      left -= available;
      if (available > 0) {
        body.part(in.readRetainedSlice(available));
      }
      return left == 0;
    }
  }

  /// A body that ends with the connection.
  enum Endless implements BodyReader {
    ENDLESS;

    @Override
    public boolean read(ByteBuf in, Body body) {
      if (in.isReadable()) {
        body.part(in.readRetainedSlice(in.readableBytes()));
      }
      return false;
    }
  }
}
