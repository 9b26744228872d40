package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes one message after the other to an HTTP/1.1 connection, in the framing that each head has
/// announced. A head waits for [#flush], so that a short body goes out in the same write. Used on
/// the connection's event loop.
final class MessageWriter implements MessageSink {
  /// Bytes of a body that are copied behind what waits already; more go out as they are.
  private static final int COPIED = 2048;

  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Channel channel;

  /// Tells nobody: a write that fails must not close what may still be read, and whoever reads will
  /// notice the end of the connection.
  private final ChannelPromise promise;

  private @Nullable ByteBuf waiting;
  private boolean chunked;

  MessageWriter(Channel channel) {
    this.channel = channel;
    this.promise = new VoidChannelPromise(channel, false);
  }

  @Override
  public ByteBuf head(int atLeast, boolean withChunkedBody) {
    chunked = withChunkedBody;
    return room(atLeast);
  }

  private ByteBuf room(int atLeast) {
    var present = waiting;
    if (present == null) {
      present = channel.alloc().ioBuffer(atLeast + COPIED / 4);
      waiting = present;
    }
    return present;
  }

  @Override
  public void part(ByteBuf data) {
    int length = data.readableBytes();
    if (length == 0) {
      data.release(); // As a chunk it would be the last one.
      return;
    }
    if (chunked) {
      ByteBufUtil.writeAscii(room(64), Integer.toHexString(length));
      Ascii.writeLineEnd(room(2));
    }
    var present = waiting;
    if (present != null && length <= COPIED) {
      present.writeBytes(data);
      data.release();
    } else {
      writeWaiting();
      write(data);
    }
    if (chunked) {
      Ascii.writeLineEnd(room(2));
    }
  }

  @Override
  public void end(@Nullable Head trailers) {
    if (chunked) {
      var out = room(64);
      out.writeBytes(LAST_CHUNK);
      if (trailers != null) {
        trailers.writeFields((head, index) -> head.field(index).allowedInTrailers(), out);
      }
      Ascii.writeLineEnd(out);
    }
  }

  private void writeWaiting() {
    var present = waiting;
    if (present != null) {
      waiting = null;
      write(present);
    }
  }

  private void write(ByteBuf data) {
    var _ = channel.write(data, promise);
  }

  @Override
  public void flush() {
    writeWaiting();
    channel.flush();
  }

  /// Forgets what waits for a flush.
  void drop() {
    var present = waiting;
    if (present != null) {
      waiting = null;
      present.release();
    }
  }
}
