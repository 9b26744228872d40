package dev.sluice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A stream that is paused when its window is empty, and read again later. Without network and
/// threads, so that what happens does not depend on luck.
class Http2ReadingTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int WINDOW_UPDATE = 8;
  private static final int WINDOW = 65_535;
  private static final int LARGEST_FRAME = 16_384;

  /// 1 would be what became HTTP/2 by an upgrade.
  private static final int STREAM = 3;

  private final List<Channel> streams = new ArrayList<>();
  private int received;

  private final EmbeddedChannel connection =
      new EmbeddedChannel(
          Http2FrameCodecBuilder.forServer().build(),
          new Http2MultiplexHandler(
              new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel stream) {
                  streams.add(stream);
                  stream.pipeline().addLast(new Pausing());
                }
              }));

  /// Stops to read once the window is used up, as who passes a body on does when it is not taken.
  private final class Pausing extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      if (frame instanceof Http2DataFrame data) {
        received += data.content().readableBytes();
        Http2Writer.setReading(ctx.channel(), received < WINDOW);
      }
      ReferenceCountUtil.release(frame);
    }
  }

  private static void frame(ByteBuf into, int type, int flags, int stream, byte[] content) {
    into.writeMedium(content.length).writeByte(type).writeByte(flags).writeInt(stream);
    into.writeBytes(content);
  }

  private Channel begin() {
    var in = Unpooled.buffer();
    in.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(in, SETTINGS, 0, 0, new byte[0]);
    // POST, /, http
    frame(in, HEADERS, 4, STREAM, new byte[] {(byte) 0x83, (byte) 0x84, (byte) 0x86});
    var _ = connection.writeInbound(in);
    return streams.getFirst();
  }

  private void fillWindow() {
    var in = Unpooled.buffer();
    for (int left = WINDOW; left > 0; left -= LARGEST_FRAME) {
      frame(in, DATA, 0, STREAM, new byte[Math.min(left, LARGEST_FRAME)]);
    }
    var _ = connection.writeInbound(in);
  }

  /// Whether the other side has been given back a window since the last look.
  private boolean windowGivenBack() {
    boolean given = false;
    for (ByteBuf out = connection.readOutbound(); out != null; out = connection.readOutbound()) {
      // Netty writes such a frame as one buffer.
      given |=
          out.readableBytes() >= 9 && out.getByte(3) == WINDOW_UPDATE && out.getInt(5) == STREAM;
      out.release();
    }
    return given;
  }

  @Test
  @DisplayName("the word that a window is free again leaves at once when reading goes on")
  void resumed() {
    var stream = begin();
    fillWindow();
    assertFalse(windowGivenBack());
    Http2Writer.setReading(stream, true);
    assertTrue(windowGivenBack());
    assertEquals(WINDOW, received);
  }

  @Test
  @DisplayName("so it does when more reading was asked for than once before the pause")
  void askedTwice() {
    var stream = begin();
    // As when reading goes on in the middle of the end of a read, which then reads on itself. The
    // pause then uses up one of the two wishes, and Netty takes the resume for another one beside
    // the one that is left: it writes the word, and waits for a read to send it.
    stream.read();
    fillWindow();
    assertFalse(windowGivenBack());
    Http2Writer.setReading(stream, true);
    assertTrue(windowGivenBack());
    assertEquals(WINDOW, received);
  }
}
