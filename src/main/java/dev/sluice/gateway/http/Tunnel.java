package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;

/// Passes bytes between two connections of one event loop after an upgrade, until both directions
/// have ended or nothing has passed for too long. When the instance or the gateway must end, a
/// WebSocket is closed with a word to both sides (RFC 6455, status 1001), between two frames.
final class Tunnel {
  /// Asks the tunnel of a connection to end.
  static final Object LEAVE = new Object();

  /// The same for a WebSocket, which would not end by itself; other tunnels may.
  static final Object LEAVE_WEB_SOCKET = new Object();

  /// How long the two sides have to finish a frame and to answer the word.
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Limits limits;
  private final Runnable onEnded;
  private final Deadline deadline;
  private final Channel userAgent;
  private final Channel origin;
  private final Direction up;
  private final Direction down;
  private final boolean webSocket;
  private int openDirections = 2;
  private boolean ended;

  private Tunnel(
      Channel userAgent, Channel origin, boolean webSocket, Limits limits, Runnable onEnded) {
    this.userAgent = userAgent;
    this.origin = origin;
    this.limits = limits;
    this.onEnded = onEnded;
    this.webSocket = webSocket;
    this.up = new Direction(origin, true);
    this.down = new Direction(userAgent, false);
    this.deadline = new Deadline(userAgent.eventLoop(), this::end);
  }

  /// Takes both connections over. Bytes that their decoders hold already go through first.
  ///
  /// @param onEnded called once
  static Tunnel open(
      Channel userAgent, Channel origin, boolean webSocket, Limits limits, Runnable onEnded) {
    var tunnel = new Tunnel(userAgent, origin, webSocket, limits, onEnded);
    tunnel.deadline.set(limits.tunnelTime());
    tunnel.take(userAgent, tunnel.up);
    tunnel.take(origin, tunnel.down);
    return tunnel;
  }

  /// Ends soon. May be called on any thread.
  void leave() {
    userAgent.eventLoop().execute(this::onLeave);
  }

  private void onLeave() {
    if (ended) {
      return;
    }
    if (!webSocket) {
      end();
      return;
    }
    deadline.set(FAREWELL);
    up.leave();
    down.leave();
  }

  private void take(Channel from, Direction direction) {
    from.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    var pipeline = from.pipeline();
    var before = pipeline.last();
    pipeline.addLast(direction);
    pipeline.remove(before);
    setReading(from, true);
    if (!from.isActive()) {
      end();
    }
  }

  /// Not once the input has ended: epoll has forgotten the channel then.
  private static void setReading(Channel channel, boolean reading) {
    if (!(channel instanceof DuplexChannel duplex) || !duplex.isInputShutdown()) {
      channel.config().setAutoRead(reading);
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      deadline.end();
      closeAfterWriting(userAgent);
      closeAfterWriting(origin);
      onEnded.run();
    }
  }

  private static void closeAfterWriting(Channel channel) {
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// What one side sends to the other.
  private final class Direction extends ChannelInboundHandlerAdapter {
    private final Channel to;
    private final boolean fromUserAgent;
    private final WebSocketFrames frames = new WebSocketFrames();
    private boolean leaving;
    private boolean saidGoodbye;

    private Direction(Channel to, boolean fromUserAgent) {
      this.to = to;
      this.fromUserAgent = fromUserAgent;
    }

    private void leave() {
      if (!leaving) {
        leaving = true;
        if (frames.between()) {
          sayGoodbye();
        }
      }
    }

    private void sayGoodbye() {
      saidGoodbye = true;
      if (!frames.closed()) {
        var _ = to.writeAndFlush(Unpooled.wrappedBuffer(WebSocketFrames.goingAway(fromUserAgent)));
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      var bytes = (ByteBuf) message;
      if (leaving) {
        passRestOfFrame(bytes);
        return;
      }
      if (webSocket) {
        frames.follow(bytes);
      }
      deadline.set(limits.tunnelTime());
      var _ = to.write(bytes, to.voidPromise());
    }

    /// What is behind it goes nowhere; only the answer to our word is waited for.
    private void passRestOfFrame(ByteBuf bytes) {
      if (!saidGoodbye) {
        var _ = to.write(bytes.readRetainedSlice(frames.followToEnd(bytes)), to.voidPromise());
        if (frames.between()) {
          sayGoodbye();
        }
      }
      frames.follow(bytes);
      bytes.release();
      if (up.frames.closed() && down.frames.closed()) {
        end();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      to.flush();
      setReading(ctx.channel(), to.isWritable());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      setReading(to, ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event.equals(LEAVE) || (webSocket && event.equals(LEAVE_WEB_SOCKET))) {
        onLeave();
      } else if (event instanceof ChannelInputShutdownEvent) {
        openDirections--;
        if (openDirections == 0 || !(to instanceof DuplexChannel duplex)) {
          end();
        } else {
          var _ =
              to.writeAndFlush(Unpooled.EMPTY_BUFFER)
                  .addListener(
                      _ -> {
                        var _ = duplex.shutdownOutput();
                      });
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      end();
    }
  }
}
