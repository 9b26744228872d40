package dev.sluice.gateway;

import dev.sluice.domain.service.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An instance that speaks HTTP/2 without TLS and serves each stream as its script says.
final class Http2Origin implements AutoCloseable {
  private static final MultiThreadIoEventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private final Channel listening;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// Serves one stream, on a thread of its own.
  interface Script {
    void serve(Stream stream) throws Exception;
  }

  static Http2Origin of(Script script) {
    return new Http2Origin(Http2Settings.defaultSettings(), script);
  }

  /// Answers each request with 200 and `text`.
  static Http2Origin answering(String text) {
    return of(
        stream -> {
          stream.readRequest();
          stream.answer(text);
        });
  }

  Http2Origin(Http2Settings settings, Script script) {
    listening =
        new ServerBootstrap()
            .group(LOOP)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    connections.incrementAndGet();
                    open.add(accepted);
                    accepted
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forServer()
                                .validateHeaders(false)
                                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                                .initialSettings(settings)
                                .gracefulShutdownTimeoutMillis(0)
                                .build(),
                            new Http2MultiplexHandler(
                                new ChannelInitializer<Channel>() {
                                  @Override
                                  protected void initChannel(Channel made) {
                                    var stream = new Stream(made, streams.incrementAndGet());
                                    made.pipeline().addLast(stream);
                                    var _ = Thread.ofVirtual().start(() -> serve(script, stream));
                                  }
                                }));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .syncUninterruptibly()
            .channel();
  }

  private static void serve(Script script, Stream stream) {
    try {
      script.serve(stream);
    } catch (Exception e) {
      stream.reset(Http2Error.INTERNAL_ERROR); // The test judges by what the client saw.
    }
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", ((InetSocketAddress) listening.localAddress()).getPort());
  }

  int connections() {
    return connections.get();
  }

  int openConnections() {
    return open.size();
  }

  /// Method, path and body of every request that was read to its end.
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    var _ = listening.close().awaitUninterruptibly();
    var _ = open.close().awaitUninterruptibly();
  }

  /// One request and its answer.
  final class Stream extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final int number;
    private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();

    private Stream(Channel channel, int number) {
      this.channel = channel;
      this.number = number;
    }

    /// Counts the origin's streams from 1.
    int number() {
      return number;
    }

    private Object next() throws Exception {
      var frame = frames.poll(20, TimeUnit.SECONDS);
      if (frame == null) {
        throw new IOException("nothing comes");
      }
      return frame;
    }

    Http2HeadersFrame readHead() throws Exception {
      if (next() instanceof Http2HeadersFrame head) {
        return head;
      }
      throw new IOException("no head");
    }

    /// Head, body and trailers.
    Http2Headers readRequest() throws Exception {
      var head = readHead();
      var text = head.headers().method() + " " + head.headers().path() + " ";
      requests.add(text + (head.isEndStream() ? "" : readBody()));
      return head.headers();
    }

    String readBody() throws Exception {
      var body = new StringBuilder();
      while (true) {
        switch (next()) {
          case Http2DataFrame data -> {
            body.append(data.content().toString(StandardCharsets.ISO_8859_1));
            data.release();
            if (data.isEndStream()) {
              return body.toString();
            }
          }
          case Http2HeadersFrame trailers -> {
            trailers
                .headers()
                .forEach(t -> body.append(' ').append(t.getKey()).append('=').append(t.getValue()));
            return body.toString();
          }
          case Http2ResetFrame reset -> throw new IOException("reset " + reset.errorCode());
          default -> throw new IOException("closed");
        }
      }
    }

    /// How long the body is that follows the head.
    long readLength() throws Exception {
      return Http2Bodies.length(frames);
    }

    /// So many bytes of nothing, as fast as they are taken; the body ends with them.
    void sendZeros(long bytes) throws Exception {
      Http2Bodies.sendZeros(channel, bytes);
    }

    void answer(String text) {
      head(new DefaultHttp2Headers().status("200").addInt("content-length", text.length()), false);
      data(text, true);
    }

    void head(Http2Headers head, boolean end) {
      var _ = channel.writeAndFlush(new DefaultHttp2HeadersFrame(head, end));
    }

    void data(String text, boolean end) {
      var bytes = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
      var _ = channel.writeAndFlush(new DefaultHttp2DataFrame(bytes, end));
    }

    /// Returns when it is with the operating system.
    void dataSlowly(String text) throws InterruptedException {
      var bytes = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
      channel.writeAndFlush(new DefaultHttp2DataFrame(bytes, false)).await();
    }

    void reset(Http2Error error) {
      var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    /// Says that this stream and later ones were not looked at.
    void goAwayBeforeThis() {
      var parent = channel.parent();
      parent.eventLoop().execute(() -> goAway(parent));
    }

    private static void goAway(Channel parent) {
      // By hand: the codec always names the last stream that it has seen.
      var frame = Http2Frames.frame(7, 0, 0, new byte[8]);
      var first = parent.pipeline().firstContext();
      var _ = first.writeAndFlush(Unpooled.wrappedBuffer(frame));
    }

    /// Says that later ones are not wanted.
    void goAway() {
      var _ = channel.parent().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    }

    /// Breaks the connection off without a word.
    void breakOff() {
      var parent = channel.parent();
      parent.eventLoop().execute(parent.unsafe()::closeForcibly);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      frames.add(frame);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof Http2ResetFrame) {
        frames.add(event);
      } else {
        ReferenceCountUtil.release(event);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      frames.add("closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close();
    }
  }
}
