package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection to an instance, by prior knowledge. It is used once the instance has said
/// its settings, so that one that speaks something else is found out before a request is sent.
final class Http2OriginConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(Http2OriginConnection.class.getName());

  /// The instance may allow fewer.
  private static final int MOST_STREAMS = 100;

  /// Bytes of an answer that may wait here for a slow user agent. The connection's window is that
  /// of all streams together, so that slow ones don't stop the others.
  private static final int WINDOW = 64 * 1024 - 1;

  private static final long CLOSE_LIMIT_MILLIS = 2_000;

  private enum Stage {
    CONNECTING,
    OPEN,

    /// Takes no further stream.
    LEAVING
  }

  private final Endpoint endpoint;
  private final Http2OriginPool pool;
  private final Limits limits;
  private final Http2Heads heads = new Http2Heads();
  private final Queue<Origins.Connecting> waiting = new ArrayDeque<>();
  private Stage stage = Stage.CONNECTING;
  private @Nullable Channel channel;
  private @Nullable Deadline deadline;
  private int most = MOST_STREAMS;
  private int streams;
  private boolean used;

  Http2OriginConnection(Endpoint endpoint, Http2OriginPool pool, Limits limits) {
    this.endpoint = endpoint;
    this.pool = pool;
    this.limits = limits;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Limits limits() {
    return limits;
  }

  Http2Heads heads() {
    return heads;
  }

  void install(Channel made) {
    channel = made;
    deadline = new Deadline(made.eventLoop(), this::onDeadline);
    made.pipeline()
        .addLast(
            Http2FrameCodecBuilder.forClient()
                .initialSettings(
                    Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(WINDOW)
                        .maxHeaderListSize(limits.headBytes()))
                .encoderIgnoreMaxHeaderListSize(true)
                .gracefulShutdownTimeoutMillis(CLOSE_LIMIT_MILLIS)
                .build(),
            new Http2MultiplexHandler(
                new ChannelInitializer<Http2StreamChannel>() {
                  @Override
                  protected void initChannel(Http2StreamChannel pushed) {
                    var _ = pushed.close(); // Nobody has asked for it.
                  }
                }),
            this);
  }

  /// Waits for the connection; false when it is there already, or too many wait.
  boolean join(Origins.Connecting outcome) {
    return stage == Stage.CONNECTING && waiting.size() < MOST_STREAMS && waiting.add(outcome);
  }

  boolean hasRoom() {
    return stage == Stage.OPEN && streams < most && channel != null && channel.isActive();
  }

  /// Begins a stream; there must be room.
  Http2OriginStream open() {
    var on = channel;
    if (on == null) {
      throw new IllegalStateException("not connected");
    }
    var stream = new Http2OriginStream(this, used);
    used = true;
    streams++;
    clearDeadline();
    var _ = new Http2StreamChannelBootstrap(on).handler(stream).open();
    return stream;
  }

  void onStreamEnded() {
    streams--;
    if (streams == 0) {
      onIdle();
    }
  }

  private void onIdle() {
    var until = deadline;
    if (stage == Stage.LEAVING) {
      close();
    } else if (until != null) {
      until.set(limits.pooledTime());
    }
  }

  private void onDeadline() {
    if (stage == Stage.CONNECTING) {
      onRefused();
    } else {
      leave();
    }
  }

  /// Takes no further stream, and closes after the last one.
  void leave() {
    if (stage == Stage.OPEN) {
      stage = Stage.LEAVING;
      pool.remove(this);
      if (streams == 0) {
        close();
      }
    }
  }

  private void close() {
    if (channel != null) {
      var _ = channel.close(); // Says GOAWAY first.
    }
  }

  private void clearDeadline() {
    if (deadline != null) {
      deadline.clear();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.set(limits.connectTime());
    }
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    try {
      switch (frame) {
        case Http2SettingsFrame settings -> onSettings(ctx, settings.settings());
        case Http2GoAwayFrame _ -> leave();
        default -> {}
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void onSettings(ChannelHandlerContext ctx, Http2Settings settings) {
    var allowed = settings.maxConcurrentStreams();
    if (allowed != null) {
      most = (int) Math.min(MOST_STREAMS, allowed);
    }
    if (stage == Stage.CONNECTING) {
      stage = Stage.OPEN;
      clearDeadline();
      var _ = ctx.write(new DefaultHttp2WindowUpdateFrame((MOST_STREAMS - 1) * WINDOW));
      begin();
      ctx.flush();
    }
  }

  private void begin() {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      if (hasRoom()) {
        next.onConnected(open());
      } else if (most == 0) {
        next.onRefused();
      } else {
        pool.connect(endpoint, next); // It allows fewer than there are.
      }
    }
    if (streams == 0) {
      onIdle();
    }
  }

  /// It takes no connection, or not in time.
  void onRefused() {
    fail(Origins.Connecting::onRefused);
  }

  private void fail(Consumer<Origins.Connecting> outcome) {
    if (stage == Stage.CONNECTING) {
      stage = Stage.LEAVING;
      pool.remove(this);
      close();
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        outcome.accept(next);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.end();
    }
    fail(Origins.Connecting::onForeign);
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException || cause instanceof Http2Exception)) {
      LOG.log(System.Logger.Level.ERROR, "An HTTP/2 connection of an origin failed", cause);
    }
    if (stage == Stage.CONNECTING) {
      fail(Origins.Connecting::onForeign);
    } else if (!(cause instanceof Http2Exception)) {
      close(); // For the others the codec has said GOAWAY, and closes.
    }
  }
}
