package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The connections of one event loop to instances, and the idle ones among them. Used on that loop.
final class OriginPool implements Origins {
  /// Idle connections to one instance; more are closed.
  private static final int IDLE_LIMIT = 256;

  private final Limits limits;
  private final Bootstrap bootstrap;
  private final Map<Endpoint, ArrayDeque<OriginConnection>> idle = new HashMap<>();

  OriginPool(EventLoop loop, Class<? extends Channel> channelType, Limits limits) {
    this.limits = limits;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channelType)
            .option(ChannelOption.TCP_NODELAY, true)
            // An origin may answer early and close; a write that fails then must not throw away
            // the answer that waits to be read.
            .option(ChannelOption.AUTO_CLOSE, false)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connectTime().toMillis());
  }

  /// The idle connection that was used last, because it is the least likely to be closed by now.
  /// None for a request that may not be repeated: the origin could close it just then.
  @Override
  public @Nullable OriginConnection take(Endpoint endpoint, boolean repeatable) {
    var waiting = repeatable ? idle.get(endpoint) : null;
    if (waiting == null) {
      return null;
    }
    for (; ; ) {
      var connection = waiting.pollFirst();
      if (connection == null || connection.usable()) {
        return connection;
      }
    }
  }

  void put(OriginConnection connection) {
    var waiting = idle.computeIfAbsent(connection.endpoint(), _ -> new ArrayDeque<>());
    waiting.removeIf(other -> !other.usable());
    connection.rest();
    if (waiting.size() < IDLE_LIMIT) {
      waiting.addFirst(connection);
    } else {
      connection.close();
    }
  }

  @Override
  public void drop(Set<Endpoint> abandoned) {
    for (var endpoint : abandoned) {
      var waiting = idle.remove(endpoint);
      if (waiting != null) {
        waiting.forEach(OriginConnection::close);
      }
    }
  }

  @Override
  public void connect(Endpoint endpoint, Connecting outcome) {
    ChannelFuture connecting =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new OriginConnection(channel, endpoint, OriginPool.this, limits));
                  }
                })
            .connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
    connecting.addListener(
        future -> {
          var connection = connecting.channel().pipeline().get(OriginConnection.class);
          if (future.isSuccess() && connection != null) {
            outcome.onConnected(connection);
          } else {
            var _ = connecting.channel().close();
            outcome.onRefused();
          }
        });
  }
}
