package dev.sluice.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Large bodies of one stream of HTTP/2, from either side of it.
final class Http2Bodies {
  private static final long LIMIT_SECONDS = 60;
  private static final byte[] BLOCK = new byte[1 << 18];

  private Http2Bodies() {}

  /// Sends so many bytes, as fast as they are taken, and ends the stream with them.
  static void sendZeros(Channel stream, long bytes) throws IOException, InterruptedException {
    for (long left = bytes; left > 0; left -= BLOCK.length) {
      var part = Unpooled.wrappedBuffer(BLOCK, 0, (int) Math.min(left, BLOCK.length));
      var frame = new DefaultHttp2DataFrame(part, left <= BLOCK.length);
      if (!stream.writeAndFlush(frame).await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("nothing is taken");
      }
    }
  }

  /// How long the body is that comes until the stream ends.
  static long length(BlockingQueue<Object> frames) throws IOException, InterruptedException {
    long length = 0;
    while (true) {
      switch (frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        case Http2DataFrame data -> {
          length += data.content().readableBytes();
          data.release();
          if (data.isEndStream()) {
            return length;
          }
        }
        case Http2HeadersFrame _ -> {}
        case null -> throw new IOException("nothing comes after " + length + " bytes");
        default -> throw new IOException("broken off after " + length + " bytes");
      }
    }
  }
}
