package dev.sluice.gateway.handover;

import dev.sluice.gateway.control.ControlServer;
import dev.sluice.gateway.control.GatewayHello;
import dev.sluice.gateway.control.GatewayLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The new gateway's part: gets the listening sockets of the one that runs, and takes its place.
public final class Taking implements AutoCloseable {
  private static final Duration STEP_LIMIT = Duration.ofSeconds(10);

  private final Path socket;
  private final GatewayHello old;
  private final Line line;
  private final long number;
  private final Map<String, Integer> listening;

  /// Is given the way to the gateway that was taken over from.
  @FunctionalInterface
  public interface Follower {
    void follow(GatewayLink before) throws InterruptedException;
  }

  private Taking(
      Path socket, GatewayHello old, Line line, long number, Map<String, Integer> listening) {
    this.socket = socket;
    this.old = old;
    this.line = line;
    this.number = number;
    this.listening = listening;
  }

  /// Gets the sockets; the old gateway goes on, and its table does not change any more.
  ///
  /// @param socket where engines speak to the gateway
  /// @return empty when no gateway runs
  /// @throws IOException when the one that runs does not hand over
  public static Optional<Taking> begin(Path socket) throws IOException, InterruptedException {
    var running = new GatewayLink(socket).hello();
    if (running.isEmpty()) {
      return Optional.empty();
    }
    if (!Line.available()) {
      throw new IOException("this system cannot pass open files");
    }
    var path = socket.resolveSibling(ProcessHandle.current().pid() + ".fds");
    var line = Line.listen(path);
    try {
      var handing = new GatewayLink(socket).handOver(path, aside(socket, running.get()));
      var files = line.take(handing.listening().size(), STEP_LIMIT);
      var named = new LinkedHashMap<String, Integer>();
      for (int i = 0; i < files.size(); i++) {
        named.put(handing.listening().get(i), files.get(i));
      }
      return Optional.of(
          new Taking(socket, running.get(), line, handing.number(), Map.copyOf(named)));
    } catch (IOException | InterruptedException e) {
      line.close();
      throw e;
    }
  }

  private static Path aside(Path socket, GatewayHello old) {
    return socket.resolveSibling(old.pid() + ".sock");
  }

  /// The open sockets by their names; see `HttpProxy`.
  public Map<String, Integer> listening() {
    return listening;
  }

  /// Of the old gateway's table, which is on disk.
  public long number() {
    return number;
  }

  /// To be called when everything is served: the old gateway takes no connection from now on, and
  /// engines speak to us.
  ///
  /// @param calls answers them
  /// @param predecessor is given the way to the old gateway, before any engine can speak to us; not
  ///   called when it has died meanwhile
  public ControlServer complete(ControlServer.Calls calls, Follower predecessor)
      throws IOException, InterruptedException {
    boolean alone = false;
    try {
      line.send(Line.Signal.RELEASE);
      line.await(Line.Signal.RELEASED, STEP_LIMIT);
    } catch (IOException e) {
      var present = new GatewayLink(socket).hello();
      if (present.isPresent()) {
        throw new IOException("the gateway that runs has not handed over: " + e.getMessage(), e);
      }
      alone = true;
    }
    var next = socket.resolveSibling(ProcessHandle.current().pid() + ".next");
    var server = ControlServer.bind(next, calls);
    if (!alone) {
      var aside = aside(socket, old);
      Files.deleteIfExists(aside);
      Files.createLink(aside, socket);
      predecessor.follow(new GatewayLink(aside));
    }
    Files.move(next, socket, StandardCopyOption.ATOMIC_MOVE);
    server.isAt(socket);
    if (!alone) {
      line.send(Line.Signal.DONE);
    }
    return server;
  }

  @Override
  public void close() {
    line.close();
  }
}
