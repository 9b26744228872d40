package dev.sluice.launch;

import dev.sluice.client.HttpDeploymentEngine;
import dev.sluice.platform.process.program.Daemon;
import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The engine of this computer: found where one runs, else started; it goes on when the console is
/// closed.
final class LocalEngine {
  private static final Duration START = Duration.ofSeconds(40);
  private static final int GATEWAY_PORT = 8080;

  private LocalEngine() {}

  /// @throws IOException with a sentence, when there is none and none can be started
  static HttpDeploymentEngine connect(Path directory) throws IOException, InterruptedException {
    if (DataDirectory.findReady(directory).isEmpty()) {
      Files.createDirectories(directory.toAbsolutePath().getParent());
      start(directory);
    }
    var ready =
        ReadyLine.read(
            DataDirectory.findReady(directory)
                .orElseThrow(() -> new IOException("the engine went away at once")));
    String token = Files.readString(ready.tokenFile()).strip();
    return new HttpDeploymentEngine(URI.create(ready.api()), token);
  }

  private static void start(Path directory) throws IOException, InterruptedException {
    DataDirectory.hold(directory).close();
    var command =
        ProgramCommand.engine(
            List.of(
                "--data-dir",
                directory.toString(),
                "--listen",
                "127.0.0.1:0",
                "--gateway",
                "127.0.0.1:" + gatewayPort()));
    new Daemon("engine", directory, command)
        .start(() -> DataDirectory.findReady(directory).isPresent(), START);
  }

  /// The usual one where it is free, so that addresses look familiar.
  private static int gatewayPort() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), GATEWAY_PORT));
      return GATEWAY_PORT;
    } catch (IOException e) {
      return 0;
    }
  }
}
