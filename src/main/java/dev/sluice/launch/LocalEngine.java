package dev.sluice.launch;

import dev.sluice.client.Fingerprint;
import dev.sluice.client.HttpDeploymentEngine;
import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.platform.process.program.LocalEngineStarter;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// The engine of this computer: found where one runs, else started; it goes on when the console is
/// closed.
final class LocalEngine {
  private static final int GATEWAY_PORT = 8080;

  private LocalEngine() {}

  /// @throws IOException with a sentence, when there is none and none can be started
  static HttpDeploymentEngine connect(Path directory) throws IOException, InterruptedException {
    var engine =
        new LocalEngineStarter(ProgramCommand.of(System.getProperties()), System.getenv())
            .ensureRunning(
                DataDirectory.open(directory), "127.0.0.1:0", "127.0.0.1:" + gatewayPort());
    String token = Files.readString(engine.tokenFile()).strip();
    var address = URI.create(engine.api());
    return engine
        .fingerprint()
        .map(pinned -> new HttpDeploymentEngine(address, token, new Fingerprint(pinned)))
        .orElseGet(() -> new HttpDeploymentEngine(address, token));
  }

  /// The usual one where it is free, so that addresses look familiar.
  private static int gatewayPort() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), GATEWAY_PORT));
      return GATEWAY_PORT;
    } catch (IOException e) {
      return 0;
    }
  }
}
