package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.gateway.http.OutgoingRequest.ForwardedFields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection of a user agent: what concerns all of its streams. Netty's codec does the
/// framing, the windows and the guards against resets, CONTINUATION frames and empty frames; each
/// stream is an [Http2AgentStream].
final class Http2AgentConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(Http2AgentConnection.class.getName());

  /// Asks a connection to take no new stream, as [UserAgentConnection#QUIT] does.
  static final Object GO_AWAY = new Object();

  /// What browsers and nginx are used to.
  private static final int MOST_STREAMS = 128;

  /// Bytes of an upload that may be under way or wait here; for all streams of a connection about
  /// twice as much.
  private static final int WINDOW = 256 * 1024;

  /// More than a user agent that changes its mind needs, and too few to be a burden
  /// (CVE-2023-44487, CVE-2025-8671).
  private static final int RESETS_PER_WINDOW = 200;

  private static final int RESET_WINDOW_SECONDS = 30;

  /// PING and SETTINGS frames per [#CONTROL_TIME]: gRPC measures by PING, but not that often.
  private static final int CONTROL_FRAMES = 10_000;

  private static final Duration CONTROL_TIME = Duration.ofSeconds(10);

  /// Answers a PING by then, or is taken to have seen that no new stream is wanted.
  private static final Duration GOING_AWAY = Duration.ofSeconds(1);

  private static final long CLOSE_LIMIT_MILLIS = 2_000;
  private static final byte[] PREFACE = Ascii.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  private static final long GOING_AWAY_PING = 0x676f_6177_6179L;

  private final SocketChannel channel;
  private final ProxyContext context;
  private final @Nullable Endpoint versionAddress;
  private final Scheme scheme;
  private final ForwardedFields forwarded;
  private final Http2Heads heads = new Http2Heads();
  private final Deadline idle;
  private final Set<Http2AgentStream> streams = new HashSet<>();
  private boolean quitting;
  private boolean closing;
  private int controlFrames;
  private long controlSince = System.nanoTime();

  private Http2AgentConnection(
      SocketChannel channel,
      ProxyContext context,
      @Nullable Endpoint versionAddress,
      boolean secure) {
    this.channel = channel;
    this.context = context;
    this.versionAddress = versionAddress;
    this.scheme = secure ? Scheme.HTTPS : Scheme.HTTP;
    this.forwarded = ForwardedFields.of(channel, scheme.text());
    this.idle = new Deadline(channel.eventLoop(), this::onIdleTooLong);
  }

  /// Makes HTTP/2 of a connection, from its preface on.
  ///
  /// @param versionAddress the version address the connection came in at; null at the gateway's own
  static void install(
      SocketChannel channel,
      ProxyContext context,
      @Nullable Endpoint versionAddress,
      boolean secure) {
    // A connection that cannot be written to any more is of no use.
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    channel.config().setAutoRead(true);
    var connection = new Http2AgentConnection(channel, context, versionAddress, secure);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(MOST_STREAMS)
                    .initialWindowSize(WINDOW)
                    .maxHeaderListSize(context.limits().headBytes()))
            .decoderEnforceMaxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
            .encoderEnforceMaxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
            .gracefulShutdownTimeoutMillis(CLOSE_LIMIT_MILLIS)
            .build(),
        new Http2MultiplexHandler(
            new ChannelInitializer<Http2StreamChannel>() {
              @Override
              protected void initChannel(Http2StreamChannel stream) {
                stream.pipeline().addLast(connection.begin(stream));
              }
            }),
        connection);
  }

  ProxyContext context() {
    return context;
  }

  @Nullable Endpoint versionAddress() {
    return versionAddress;
  }

  Scheme scheme() {
    return scheme;
  }

  ForwardedFields forwarded() {
    return forwarded;
  }

  Http2Heads heads() {
    return heads;
  }

  private Http2AgentStream begin(Http2StreamChannel stream) {
    var begun = new Http2AgentStream(stream, this);
    streams.add(begun);
    idle.clear();
    return begun;
  }

  void onStreamEnded(Http2AgentStream stream) {
    if (streams.remove(stream) && streams.isEmpty()) {
      onIdle();
    }
  }

  private void onIdle() {
    if (closing) {
      var _ = channel.close();
    } else {
      idle.set(context.limits().idleTime());
    }
  }

  private void onIdleTooLong() {
    if (streams.isEmpty()) {
      var _ = channel.close(); // Says GOAWAY first.
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    idle.set(context.limits().idleTime());
    if (context.stopping().get()) {
      quit(ctx);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    try {
      switch (frame) {
        case Http2PingFrame ping when ping.ack() -> {
          if (ping.content() == GOING_AWAY_PING && quitting) {
            stopTaking();
          }
        }
        case Http2PingFrame _, Http2SettingsFrame _ -> onControlFrame(ctx);
        case Http2GoAwayFrame _ -> {
          closing = true;
          if (streams.isEmpty()) {
            onIdle();
          }
        }
        default -> {}
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void onControlFrame(ChannelHandlerContext ctx) {
    long now = System.nanoTime();
    if (now - controlSince > CONTROL_TIME.toNanos()) {
      controlSince = now;
      controlFrames = 0;
    }
    controlFrames++;
    if (controlFrames == CONTROL_FRAMES) {
      var _ =
          ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
              .addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event.equals(UserAgentConnection.QUIT) || event.equals(GO_AWAY)) {
      quit(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  /// Says that no new stream is wanted, and goes on serving those that are on their way until the
  /// user agent must have heard it: nothing it sends is lost (RFC 9113, section 6.8).
  private void quit(ChannelHandlerContext ctx) {
    if (!quitting) {
      quitting = true;
      var _ =
          ctx.write(
              new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)
                  .setExtraStreamIds(Integer.MAX_VALUE));
      var _ = ctx.writeAndFlush(new DefaultHttp2PingFrame(GOING_AWAY_PING));
      var _ =
          ctx.executor().schedule(this::stopTaking, GOING_AWAY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void stopTaking() {
    closing = true;
    if (streams.isEmpty()) {
      onIdle();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Set.copyOf(streams).forEach(Http2AgentStream::onLost);
    idle.end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    report(cause);
    if (!(cause instanceof Http2Exception)) {
      var _ = channel.close(); // For the others the codec has said GOAWAY, and closes.
    }
  }

  /// What the user agent did wrong is no matter for our log.
  void report(Throwable cause) {
    if (!(cause instanceof IOException
        || cause instanceof Http2Exception
        || cause instanceof DecoderException)) {
      LOG.log(System.Logger.Level.ERROR, "An HTTP/2 connection of a user agent failed", cause);
    }
  }

  /// Whether a connection begins like HTTP/2, as far as `in` shows.
  static Beginning beginning(ByteBuf in) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        return Beginning.OTHER;
      }
    }
    return length == PREFACE.length ? Beginning.HTTP2 : Beginning.OPEN;
  }

  enum Beginning {
    HTTP2,
    OTHER,

    /// Too little has come.
    OPEN
  }
}
