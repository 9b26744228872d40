package dev.sluice.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A user agent that speaks HTTP/2 and can be told to speak it badly. Every wait has a limit of 20
/// s.
final class Http2Client implements AutoCloseable {
  private static final MultiThreadIoEventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private static final long LIMIT_SECONDS = 20;

  private final Channel channel;
  private final String scheme;
  private final BlockingQueue<Object> connectionFrames = new LinkedBlockingQueue<>();

  /// By prior knowledge, without TLS.
  Http2Client(int port) throws Exception {
    this(port, null);
  }

  /// @param tlsName the name that is asked for in the handshake; null without TLS
  Http2Client(int port, @Nullable String tlsName) throws Exception {
    this(port, tlsName, Http2Settings.defaultSettings());
  }

  Http2Client(int port, @Nullable String tlsName, Http2Settings settings) throws Exception {
    scheme = tlsName == null ? "http" : "https";
    var tls =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2))
            .build();
    var connecting =
        new Bootstrap()
            .group(LOOP)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel made) {
                    if (tlsName != null) {
                      made.pipeline().addLast(tls.newHandler(made.alloc(), tlsName, port));
                    }
                    made.pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient()
                                .validateHeaders(false)
                                .initialSettings(
                                    new Http2Settings().copyFrom(settings).pushEnabled(false))
                                .encoderIgnoreMaxHeaderListSize(true)
                                .gracefulShutdownTimeoutMillis(0)
                                .build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                            new ConnectionFrames());
                  }
                })
            .connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
            .sync();
    channel = connecting.channel();
    await(Http2SettingsFrame.class);
    // So that one stream that is not read does not stop the others.
    var _ = channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(10_000_000));
  }

  Channel channel() {
    return channel;
  }

  /// The next frame of this kind that concerns the connection.
  <T> T await(Class<T> kind) throws IOException, InterruptedException {
    while (true) {
      var frame = connectionFrames.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (kind.isInstance(frame)) {
        return kind.cast(frame);
      }
      if (frame == null || frame == Closed.CLOSED) {
        throw new IOException("no " + kind.getSimpleName() + ", but " + frame);
      }
    }
  }

  /// The error that the gateway closes the connection with.
  long awaitGoAway() throws IOException, InterruptedException {
    return await(Http2GoAwayFrame.class).errorCode();
  }

  void awaitClosed() throws IOException {
    if (!channel.closeFuture().awaitUninterruptibly(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the connection stays open");
    }
  }

  Http2Headers head(String method, String path) {
    return new DefaultHttp2Headers(false)
        .method(method)
        .scheme(scheme)
        .authority(GatewayFixture.HOST)
        .path(path);
  }

  Answer get(String path) throws Exception {
    return open(head("GET", path), true).read();
  }

  Stream open(Http2Headers head, boolean end) throws Exception {
    var made = new Http2StreamChannelBootstrap(channel).open().sync().getNow();
    var stream = new Stream(made);
    made.pipeline().addLast(stream);
    var _ = made.writeAndFlush(new DefaultHttp2HeadersFrame(head, end));
    return stream;
  }

  @Override
  public void close() {
    var _ = channel.close().awaitUninterruptibly(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private enum Closed {
    CLOSED
  }

  private final class ConnectionFrames extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      connectionFrames.add(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      connectionFrames.add(Closed.CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close();
    }
  }

  /// What came on a stream until it ended.
  ///
  /// @param status of the final answer; 0 when there is none
  /// @param interim statuses before it
  /// @param reset the error it was reset with; -1 when it was not
  /// @param ended whether the answer is complete
  record Answer(
      int status,
      List<Integer> interim,
      Map<String, String> headers,
      String body,
      Map<String, String> trailers,
      long reset,
      boolean ended) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// One request and what comes back for it.
  static final class Stream extends ChannelInboundHandlerAdapter {
    private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();
    private final Http2StreamChannel channel;

    private Stream(Http2StreamChannel channel) {
      this.channel = channel;
    }

    Http2StreamChannel channel() {
      return channel;
    }

    void send(String data, boolean end) {
      send(data.getBytes(StandardCharsets.ISO_8859_1), end);
    }

    void send(byte[] data, boolean end) {
      var _ = channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(data), end));
    }

    /// So many bytes of nothing, as fast as they are taken; the body ends with them.
    void sendZeros(long bytes) throws Exception {
      Http2Bodies.sendZeros(channel, bytes);
    }

    /// How long the body is that comes until the stream ends.
    long readLength() throws Exception {
      return Http2Bodies.length(frames);
    }

    void trailers(String name, String value) {
      var fields = new DefaultHttp2Headers(false).add(name, value);
      var _ = channel.writeAndFlush(new DefaultHttp2HeadersFrame(fields, true));
    }

    void reset() {
      var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    }

    /// The next status, interim or final.
    int readStatus() throws Exception {
      var frame = frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      return frame instanceof Http2HeadersFrame head ? status(head) : 0;
    }

    /// The next part of the answer's body.
    String readPart() throws Exception {
      while (true) {
        var frame = frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (frame instanceof Http2DataFrame data) {
          return text(data);
        }
        if (!(frame instanceof Http2HeadersFrame)) {
          return "";
        }
      }
    }

    /// Everything until the stream ends.
    Answer read() throws Exception {
      var interim = new ArrayList<Integer>();
      var headers = new LinkedHashMap<String, String>();
      var trailers = new LinkedHashMap<String, String>();
      var body = new StringBuilder();
      int status = 0;
      while (true) {
        switch (frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          case Http2HeadersFrame head when status(head) >= 100 && status(head) < 200 ->
              interim.add(status(head));
          case Http2HeadersFrame head -> {
            copy(head.headers(), status == 0 ? headers : trailers);
            status = status == 0 ? status(head) : status;
            if (head.isEndStream()) {
              return new Answer(status, interim, headers, body.toString(), trailers, -1, true);
            }
          }
          case Http2DataFrame data -> {
            body.append(text(data));
            if (data.isEndStream()) {
              return new Answer(status, interim, headers, body.toString(), trailers, -1, true);
            }
          }
          case Http2ResetFrame reset -> {
            return new Answer(
                status, interim, headers, body.toString(), trailers, reset.errorCode(), false);
          }
          case Closed.CLOSED -> {
            return new Answer(status, interim, headers, body.toString(), trailers, -1, false);
          }
          case null -> throw new IOException("nothing comes after status " + status);
          default -> {}
        }
      }
    }

    /// The error that the stream is reset with after its answer; -1 when it isn't.
    long awaitReset() throws Exception {
      while (true) {
        switch (frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          case Http2ResetFrame reset -> {
            return reset.errorCode();
          }
          case Closed.CLOSED -> {
            return -1;
          }
          case null -> throw new IOException("the stream stays open");
          default -> {}
        }
      }
    }

    private static int status(Http2HeadersFrame head) {
      var status = head.headers().status();
      return status == null ? 0 : Integer.parseInt(status.toString());
    }

    private static String text(Http2DataFrame data) {
      try {
        return data.content().toString(StandardCharsets.ISO_8859_1);
      } finally {
        data.release();
      }
    }

    private static void copy(Http2Headers from, Map<String, String> to) {
      from.forEach(
          field ->
              to.merge(
                  field.getKey().toString(),
                  field.getValue().toString(),
                  (one, other) -> one + ", " + other));
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
      frames.add(Closed.CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close();
    }
  }
}
