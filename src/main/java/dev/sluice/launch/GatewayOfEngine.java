package dev.sluice.launch;

import dev.sluice.gateway.control.ControlSocket;
import dev.sluice.gateway.control.GatewayHello;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.platform.process.program.GatewayDaemon;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gateway that belongs to a data directory: how it is started, found and spoken to.
final class GatewayOfEngine {
  private static final System.Logger LOG = System.getLogger(GatewayOfEngine.class.getName());

  private final Path directory;
  private final Path socket;
  private final @Nullable TlsEntry tls;
  private final @Nullable AccessLogChoice accessLog;
  private final GatewayLink link;
  private final GatewayDaemon process;

  /// Set once the gateway has said where it listens, so that one that has to be started again
  /// listens there as well.
  private volatile HostAndPort address;

  /// @param tls null when it is not to listen for TLS
  /// @param accessLog null when requests are not logged
  GatewayOfEngine(
      Path directory,
      HostAndPort wanted,
      @Nullable TlsEntry tls,
      @Nullable AccessLogChoice accessLog) {
    this.directory = directory;
    this.tls = tls;
    this.accessLog = accessLog;
    this.address = wanted;
    this.socket = ControlSocket.pathFor(directory);
    this.link = new GatewayLink(socket);
    this.process =
        new GatewayDaemon(
            directory,
            System.getenv(),
            this::command,
            List.of("--take-over"),
            () -> link.hello().stream().mapToLong(GatewayHello::pid).findAny());
  }

  private List<String> command() {
    var arguments =
        new ArrayList<>(
            List.of(
                "--listen", address.toString(),
                "--socket", socket.toString(),
                "--table", directory.resolve("gateway-table").toString()));
    if (tls != null) {
      arguments.addAll(tls.arguments());
    }
    if (accessLog != null) {
      arguments.addAll(accessLog.arguments(directory));
    }
    return ProgramCommand.of(System.getProperties()).gateway(arguments);
  }

  GatewayLink link() {
    return link;
  }

  GatewayDaemon process() {
    return process;
  }

  /// Finds the gateway that an earlier engine left, or starts one. One of another program hands
  /// over to one of ours; one that listens elsewhere than wanted, has other certificates or logs
  /// otherwise is replaced.
  ///
  /// @return where it listens
  HostAndPort start() throws IOException, InterruptedException {
    var running = link.hello();
    if (running.isPresent() && !fits(running.get())) {
      process.stop();
    } else if (running.isPresent() && !running.get().program().equals(Main.program())) {
      renew(running.get());
    }
    process.ensureRunning();
    var hello = link.hello().orElseThrow(() -> new IOException("the gateway went away at once"));
    address = new HostAndPort(hello.host(), hello.port());
    return address;
  }

  private void renew(GatewayHello running) throws IOException, InterruptedException {
    address = new HostAndPort(running.host(), running.port());
    try {
      process.replace();
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The gateway of {0} does not hand over, so it is stopped: {1}",
          running.program(),
          e.getMessage());
      process.stop();
    }
  }

  private boolean fits(GatewayHello running) {
    return running.host().equals(address.host())
        && Objects.equals(running.tls(), tls == null ? null : tls.toTls().text())
        && Objects.equals(
            running.accessLog(), accessLog == null ? null : accessLog.in(directory).text())
        && (address.port() == 0 || running.port() == address.port());
  }
}
