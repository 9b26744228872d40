package dev.sluice.gateway.handover;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection between two gateways of this computer that carries open files (`SCM_RIGHTS`), then
/// signals. Either side notices at once when the other one dies. Used by one thread.
final class Line implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
  private final @Nullable Path path;
  private volatile @Nullable EpollDomainSocketChannel channel;

  /// What the two tell each other, in this order.
  enum Signal {
    /// To the old one: take no further connection.
    RELEASE('R'),
    /// To the new one: done.
    RELEASED('r'),
    /// To the old one: the engine now speaks to me; end what you have.
    DONE('D');

    private final char code;

    Signal(char code) {
      this.code = code;
    }

    private static Object of(byte code) {
      for (var signal : values()) {
        if (signal.code == code) {
          return signal;
        }
      }
      return "unknown";
    }
  }

  private static final Object CLOSED = new Object();

  private Line(@Nullable Path path) {
    this.path = path;
  }

  /// Whether this system can pass open files.
  static boolean available() {
    return Epoll.isAvailable();
  }

  /// The new gateway's end, to which the old one connects.
  ///
  /// @param path of the socket, in a folder that belongs to this user alone
  static Line listen(Path path) throws IOException {
    var line = new Line(path);
    try {
      Files.deleteIfExists(path);
      done(
          new ServerBootstrap()
              .group(line.loop)
              .channel(EpollServerDomainSocketChannel.class)
              .childHandler(line.initializer(DomainSocketReadMode.FILE_DESCRIPTORS))
              .bind(new DomainSocketAddress(path.toFile())));
      return line;
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  /// The old gateway's end.
  static Line connect(Path path) throws IOException {
    var line = new Line(null);
    try {
      done(
          new Bootstrap()
              .group(line.loop)
              .channel(EpollDomainSocketChannel.class)
              .handler(line.initializer(DomainSocketReadMode.BYTES))
              .connect(new DomainSocketAddress(path.toFile())));
      return line;
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  private static void done(ChannelFuture future) throws IOException {
    if (!future.awaitUninterruptibly().isSuccess()) {
      throw new IOException(String.valueOf(future.cause()), future.cause());
    }
  }

  private ChannelInitializer<EpollDomainSocketChannel> initializer(DomainSocketReadMode mode) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(EpollDomainSocketChannel made) {
        made.config().setReadMode(mode);
        made.pipeline().addLast(new Receiver());
        channel = made;
      }
    };
  }

  private final class Receiver extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf bytes) {
        while (bytes.isReadable()) {
          received.add(Signal.of(bytes.readByte()));
        }
        bytes.release();
      } else {
        received.add(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      received.add(CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close();
    }
  }

  /// The other side gets files of its own, open as these are.
  void give(List<Integer> files) throws IOException {
    for (int file : files) {
      // Not closed here: it stays ours as well.
      done(connected().writeAndFlush(new FileDescriptor(file)));
    }
  }

  /// As many files as the other side was asked for, in the order it gave them.
  List<Integer> take(int count, Duration limit) throws IOException, InterruptedException {
    var files = new ArrayList<Integer>();
    while (files.size() < count) {
      if (!(next(limit) instanceof FileDescriptor file)) {
        throw new IOException("the other side sent no open file");
      }
      files.add(file.intValue());
    }
    connected().config().setReadMode(DomainSocketReadMode.BYTES);
    return files;
  }

  void send(Signal signal) throws IOException {
    done(connected().writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) signal.code})));
  }

  /// @throws IOException when the other side is gone, or silent for too long
  void await(Signal signal, Duration limit) throws IOException, InterruptedException {
    if (next(limit) != signal) {
      throw new IOException("the other side did not say " + signal);
    }
  }

  private Object next(Duration limit) throws IOException, InterruptedException {
    var next = received.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new IOException("the other side was silent for " + limit.toSeconds() + " s");
    }
    if (next == CLOSED) {
      throw new IOException("the other side is gone");
    }
    return next;
  }

  private EpollDomainSocketChannel connected() throws IOException {
    var present = channel;
    if (present == null) {
      throw new IOException("the other side has not connected");
    }
    return present;
  }

  @Override
  public void close() {
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    if (path != null) {
      var _ = path.toFile().delete();
    }
  }
}
