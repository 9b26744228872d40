package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.gateway.tls.Certificates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
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
  /// @param certificates null for plain connections
  /// @param inherited an open socket that is listened on there already; null to make one
  /// @throws IOException with a sentence that names the address
  static Listener open(
      InetSocketAddress address,
      @Nullable Endpoint versionAddress,
      @Nullable Certificates certificates,
      EventLoopGroup loops,
      Transport transport,
      ProxyContext context,
      @Nullable Integer inherited)
      throws IOException {
    var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            // It must not take a connection before it is set up.
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            // Netty sets TCP_NODELAY itself; asked to, it would for each connection a second time.
            // A user agent may end its side once its request is out and still take the answer.
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel accepted) {
                    connections.add(accepted);
                    serve(accepted, versionAddress, certificates, context);
                  }
                });
    var binding =
        (inherited == null
                ? bootstrap.channel(transport.server()).bind(address)
                : bootstrap
                    .channelFactory(() -> new EpollServerSocketChannel(inherited))
                    .register())
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException(
          "cannot listen on " + text(address) + ": " + reason(binding.cause()), binding.cause());
    }
    var listener = new Listener(binding.channel(), connections);
    listener.accept(true);
    return listener;
  }

  private static void serve(
      SocketChannel accepted,
      @Nullable Endpoint versionAddress,
      @Nullable Certificates certificates,
      ProxyContext context) {
    if (certificates != null) {
      accepted
          .pipeline()
          .addLast(
              new ByName(certificates, context.limits().headTime()),
              new Negotiated(accepted, versionAddress, context));
    } else {
      accepted
          .pipeline()
          .addLast(new UserAgentConnection(accepted, context, versionAddress, false));
    }
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

  /// Takes connections, or leaves them to others that listen on the same socket; when this returns,
  /// no connection is being taken any more.
  void accept(boolean wanted) {
    var _ =
        channel
            .eventLoop()
            .submit(() -> channel.config().setAutoRead(wanted))
            .awaitUninterruptibly();
  }

  /// The socket's number in this process; empty where it can't be passed on.
  OptionalInt file() {
    return channel instanceof UnixChannel unix
        ? OptionalInt.of(unix.fd().intValue())
        : OptionalInt.empty();
  }

  /// Takes no further connection; on the present ones each next answer is the last, and those of
  /// HTTP/2 are told so at once.
  void leave() {
    var _ = channel.close().awaitUninterruptibly();
    connections.forEach(
        connection -> connection.pipeline().fireUserEventTriggered(Http2AgentConnection.GO_AWAY));
  }

  boolean empty() {
    return connections.isEmpty();
  }

  /// Takes no further connection; the present ones close as soon as they carry no exchange.
  void close() {
    var _ = channel.close().awaitUninterruptibly();
    connections.forEach(
        connection -> connection.pipeline().fireUserEventTriggered(UserAgentConnection.QUIT));
  }

  /// Asks WebSockets to end, which would not do so by themselves.
  void endWebSockets() {
    connections.forEach(
        connection -> connection.pipeline().fireUserEventTriggered(Tunnel.LEAVE_WEB_SOCKET));
  }

  /// Asks what is still open to end.
  void endTunnels() {
    connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(Tunnel.LEAVE));
  }

  /// Waits until the last connection is closed, at most `limit`.
  void awaitEmpty(Duration limit) throws InterruptedException {
    var _ = connections.newCloseFuture().await(Math.max(1, limit.toMillis()));
  }

  /// Waits for the handshake, in which the version of HTTP is agreed upon.
  private static final class Negotiated extends ApplicationProtocolNegotiationHandler {
    private final SocketChannel channel;
    private final @Nullable Endpoint versionAddress;
    private final ProxyContext context;
    private boolean quitting;

    private Negotiated(
        SocketChannel channel, @Nullable Endpoint versionAddress, ProxyContext context) {
      super(ApplicationProtocolNames.HTTP_1_1);
      this.channel = channel;
      this.versionAddress = versionAddress;
      this.context = context;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        Http2AgentConnection.install(channel, context, versionAddress, true);
      } else {
        channel.pipeline().addLast(new UserAgentConnection(channel, context, versionAddress, true));
      }
      if (quitting) {
        ctx.fireUserEventTriggered(UserAgentConnection.QUIT);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      quitting |= event.equals(UserAgentConnection.QUIT);
      super.userEventTriggered(ctx, event);
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close(); // The user agent speaks no proper TLS.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close();
    }
  }

  /// Waits for the name that a user agent asks for, and secures the connection for it.
  private static final class ByName extends SniHandler {
    private static final int HELLO_LIMIT = 16 * 1024;

    /// For the arithmetic of handshakes, some milliseconds each: on the event loop, many who come
    /// at once would keep everybody else waiting.
    private static final Executor HANDSHAKES =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("tls-handshake-", 0).factory());

    private final Duration limit;

    private ByName(Certificates certificates, Duration limit) {
      super(
          (name, chosen) -> chosen.setSuccess(certificates.forName(name)),
          HELLO_LIMIT,
          limit.toMillis());
      this.limit = limit;
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
      var handler = context.newHandler(allocator, HANDSHAKES);
      handler.setHandshakeTimeoutMillis(limit.toMillis());
      return handler;
    }
  }
}
