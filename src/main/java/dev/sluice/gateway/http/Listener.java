package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One address that is listened on, and the connections that came in at it.
final class Listener {
  private static final int BACKLOG = 4096;

  private final Channel channel;
  private final ChannelGroup connections;

  private Listener(Channel channel, ChannelGroup connections) {
    this.channel = channel;
    this.connections = connections;
  }

  /// @param versionAddress null for the gateway's own address
  /// @throws IOException with a sentence that names the address
  static Listener open(
      InetSocketAddress address,
      @Nullable Endpoint versionAddress,
      EventLoopGroup loops,
      Transport transport,
      ProxyContext context)
      throws IOException {
    var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    var binding =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.server())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            // A user agent may end its side once its request is out and still take the answer.
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel accepted) {
                    connections.add(accepted);
                    serve(accepted, versionAddress, context);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException(
          "cannot listen on " + text(address) + ": " + reason(binding.cause()), binding.cause());
    }
    return new Listener(binding.channel(), connections);
  }

  private static void serve(
      SocketChannel accepted, @Nullable Endpoint versionAddress, ProxyContext context) {
    accepted.pipeline().addLast(new UserAgentConnection(accepted, context, versionAddress));
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Takes no further connection; the present ones close as soon as they carry no exchange.
  void close() {
    var _ = channel.close().awaitUninterruptibly();
    connections.forEach(
        connection -> connection.pipeline().fireUserEventTriggered(UserAgentConnection.QUIT));
  }

  /// Waits until the last connection is closed, at most `limit`.
  void awaitEmpty(Duration limit) throws InterruptedException {
    var _ = connections.newCloseFuture().await(Math.max(1, limit.toMillis()));
  }
}
