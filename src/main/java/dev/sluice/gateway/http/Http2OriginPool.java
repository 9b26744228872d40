package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The HTTP/2 connections of one event loop to instances. Each carries many exchanges at once; a
/// further one is made when all are full. Used on that loop.
final class Http2OriginPool implements Origins {
  private final Limits limits;
  private final Bootstrap bootstrap;
  private final Map<Endpoint, List<Http2OriginConnection>> connections = new HashMap<>();

  Http2OriginPool(EventLoop loop, Class<? extends Channel> channelType, Limits limits) {
    this.limits = limits;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channelType)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connectTime().toMillis());
  }

  /// Also for a request that may not be repeated: an origin that closes a connection says which
  /// streams it has not acted on.
  @Override
  public @Nullable OriginStream take(Endpoint endpoint, boolean repeatable) {
    for (var connection : connections.getOrDefault(endpoint, List.of())) {
      if (connection.hasRoom()) {
        return connection.open();
      }
    }
    return null;
  }

  /// Joins those that wait for a connection already, if there are not too many.
  @Override
  public void connect(Endpoint endpoint, Connecting outcome) {
    var present = connections.computeIfAbsent(endpoint, _ -> new ArrayList<>());
    for (var connection : present) {
      if (connection.join(outcome)) {
        return;
      }
    }
    var made = new Http2OriginConnection(endpoint, this, limits);
    var _ = made.join(outcome);
    present.add(made);
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                made.install(channel);
              }
            })
        .connect(new InetSocketAddress(endpoint.host(), endpoint.port()))
        .addListener(
            future -> {
              if (!future.isSuccess()) {
                made.onRefused();
              }
            });
  }

  /// It takes no further exchange.
  void remove(Http2OriginConnection connection) {
    var present = connections.get(connection.endpoint());
    if (present != null && present.remove(connection) && present.isEmpty()) {
      connections.remove(connection.endpoint());
    }
  }

  @Override
  public void drop(Set<Endpoint> abandoned) {
    for (var endpoint : abandoned) {
      List.copyOf(connections.getOrDefault(endpoint, List.of()))
          .forEach(Http2OriginConnection::leave);
    }
  }
}
