package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Cuts one body out of the bytes that arrive, whatever its framing.
sealed interface BodyReader permits BodyReader.Fixed, BodyReader.Endless, ChunkedBodyReader {

  /// Takes what belongs to the body from `in` and adds it to `out` in parts.
  ///
  /// @return whether the body is complete; its last part then is a [LastHttpContent]
  boolean read(ByteBuf in, List<Object> out) throws BadMessageException;

  static BodyReader of(Framing framing, Limits limits) {
    return switch (framing) {
      case Framing.Length(long bytes) -> new Fixed(bytes);
      case Framing.Chunked _ -> new ChunkedBodyReader(limits);
      case Framing.UntilClose _ -> new Endless();
    };
  }

  /// A body of known length.
  final class Fixed implements BodyReader {
    private long left;

    private Fixed(long left) {
      this.left = left;
    }

    @Override
    public boolean read(ByteBuf in, List<Object> out) {
      int available = (int) Math.min(left, in.readableBytes());
      left -= available;
      if (left == 0) {
        out.add(
            available == 0
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(in.readRetainedSlice(available)));
        return true;
      }
      if (available > 0) {
        out.add(new DefaultHttpContent(in.readRetainedSlice(available)));
      }
      return false;
    }
  }

  /// A body that ends with the connection; the decoder adds the last part then.
  final class Endless implements BodyReader {
    private Endless() {}

    @Override
    public boolean read(ByteBuf in, List<Object> out) {
      if (in.isReadable()) {
        out.add(new DefaultHttpContent(in.readRetainedSlice(in.readableBytes())));
      }
      return false;
    }
  }
}
