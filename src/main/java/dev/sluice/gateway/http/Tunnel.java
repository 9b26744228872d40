package dev.sluice.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/// Passes bytes between two connections of one event loop after an upgrade, until both directions
/// have ended or nothing has passed for too long.
final class Tunnel {
  private final Limits limits;
  private final Runnable onEnded;
  private final Deadline deadline;
  private final Channel userAgent;
  private final Channel origin;
  private int openDirections = 2;
  private boolean ended;

  private Tunnel(Channel userAgent, Channel origin, Limits limits, Runnable onEnded) {
    this.userAgent = userAgent;
    this.origin = origin;
    this.limits = limits;
    this.onEnded = onEnded;
    this.deadline = new Deadline(userAgent.eventLoop(), this::end);
  }

  /// Takes both connections over. Bytes that their decoders hold already go through first.
  ///
  /// @param onEnded called once
  static void open(Channel userAgent, Channel origin, Limits limits, Runnable onEnded) {
    var tunnel = new Tunnel(userAgent, origin, limits, onEnded);
    tunnel.deadline.set(limits.tunnelTime());
    tunnel.take(userAgent, origin);
    tunnel.take(origin, userAgent);
  }

  private void take(Channel from, Channel to) {
    from.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    var pipeline = from.pipeline();
    var before = pipeline.last();
    pipeline.addLast(new Direction(to));
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

    private Direction(Channel to) {
      this.to = to;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      deadline.set(limits.tunnelTime());
      var _ = to.write(bytes, to.voidPromise());
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
      if (event instanceof ChannelInputShutdownEvent) {
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
