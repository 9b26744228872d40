package dev.sluice.gateway.control;

import dev.sluice.wire.control.ControlAnswer;
import dev.sluice.wire.control.ControlJson;
import dev.sluice.wire.control.ControlRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The gateway's end of the control channel: takes connections, reads requests line by line and
/// answers each before it reads the next. A virtual thread per connection.
public final class ControlServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());

  private volatile Path socket;
  private final ServerSocketChannel server;
  private final Calls calls;

  /// Does what a request asks for. Called on any number of virtual threads at once.
  @FunctionalInterface
  public interface Calls {
    ControlAnswer answer(ControlRequest request) throws IOException, InterruptedException;
  }

  private ControlServer(Path socket, ServerSocketChannel server, Calls calls) {
    this.socket = socket;
    this.server = server;
    this.calls = calls;
  }

  /// Starts to listen. A socket left by a dead gateway is replaced.
  ///
  /// @throws IOException when it can't, or another gateway listens there
  public static ControlServer open(Path socket, Calls calls)
      throws IOException, InterruptedException {
    ControlSocket.prepareFolder(socket);
    var present = new GatewayLink(socket).hello();
    if (present.isPresent()) {
      throw new IOException(
          "another gateway, process " + present.get().pid() + ", already listens at " + socket);
    }
    return bind(socket, calls);
  }

  /// Starts to listen there, whatever was there before.
  public static ControlServer bind(Path socket, Calls calls) throws IOException {
    Files.deleteIfExists(socket);
    var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      ControlSocket.restrict(socket);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    var server = new ControlServer(socket, channel, calls);
    var _ = Thread.ofVirtual().name("control").start(server::accept);
    return server;
  }

  /// Where it listens.
  public Path socket() {
    return socket;
  }

  /// The socket's file has been given another name.
  public void isAt(Path path) {
    socket = path;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        var connection = server.accept();
        var _ = Thread.ofVirtual().name("control-call").start(() -> serve(connection));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "A control connection could not be taken", e);
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection;
        var lines = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        write(connection, answer(line));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A control connection broke", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ControlAnswer answer(String line) throws InterruptedException {
    try {
      return calls.answer(ControlJson.read(line, ControlRequest.class));
    } catch (IOException | IllegalArgumentException e) {
      return new ControlAnswer.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A control call failed", e);
      return new ControlAnswer.Failed("internal error; the gateway's log says more");
    }
  }

  private static void write(SocketChannel connection, ControlAnswer answer) throws IOException {
    var bytes =
        ByteBuffer.wrap((ControlJson.write(answer) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }
}
