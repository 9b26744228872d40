package dev.sluice.client;

import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.rest.AdminToken;
import dev.sluice.rest.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// An engine in memory behind a real HTTP server, with a client in front of it.
final class ServedEngine implements AutoCloseable {
  private final FakeDeploymentEngine engine;
  private final AdminToken token;
  private final HttpDeploymentEngine client;
  private final int port;
  private ApiServer server;

  private ServedEngine(FakeDeploymentEngine engine, Path dataDir) throws IOException {
    this.engine = engine;
    this.token = AdminToken.openOrCreate(dataDir);
    this.server = new ApiServer(engine, "127.0.0.1", 0, token);
    this.port = server.start();
    this.client =
        new HttpDeploymentEngine(
            URI.create("http://127.0.0.1:" + port), Files.readString(token.file()).strip());
  }

  static ServedEngine start(FakeDeploymentEngine engine, Path dataDir) throws IOException {
    return new ServedEngine(engine, dataDir);
  }

  HttpDeploymentEngine client() {
    return client;
  }

  FakeDeploymentEngine engine() {
    return engine;
  }

  void stopServer() {
    server.stop();
  }

  /// A new server for the same engine, on the same port.
  void startServer() throws IOException {
    server = new ApiServer(engine, "127.0.0.1", port, token);
    int _ = server.start();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
