package dev.sluice.client;

import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.rest.AdminToken;
import dev.sluice.rest.ApiCertificate;
import dev.sluice.rest.ApiEntry;
import dev.sluice.rest.ApiServer;
import dev.sluice.rest.GatewayCounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An engine in memory behind a real HTTP server, with a client in front of it.
final class ServedEngine implements AutoCloseable {
  private final FakeDeploymentEngine engine;
  private final AdminToken token;
  private final HttpDeploymentEngine client;
  private final int port;
  private Optional<ApiCertificate> certificate;
  private ApiServer server;

  private ServedEngine(
      FakeDeploymentEngine engine, Path dataDir, Optional<ApiCertificate> certificate)
      throws IOException {
    this.engine = engine;
    this.token = AdminToken.openOrCreate(dataDir);
    this.certificate = certificate;
    this.server = serve(0);
    this.port = server.start();
    String secret = Files.readString(token.file()).strip();
    this.client =
        certificate
            .map(one -> new Fingerprint(one.fingerprint()))
            .map(pinned -> new HttpDeploymentEngine(address("https"), secret, pinned))
            .orElseGet(() -> new HttpDeploymentEngine(address("http"), secret));
  }

  static ServedEngine start(FakeDeploymentEngine engine, Path dataDir) throws IOException {
    return new ServedEngine(engine, dataDir, Optional.empty());
  }

  /// With a certificate of its own, which the client trusts.
  static ServedEngine startWithTls(FakeDeploymentEngine engine, Path dataDir) throws IOException {
    return new ServedEngine(engine, dataDir, Optional.of(certificate(dataDir)));
  }

  /// The one of that data directory, made the first time.
  static ApiCertificate certificate(Path dataDir) throws IOException {
    var now = Instant.parse("2026-11-25T12:00:00Z");
    return ApiCertificate.openOrCreate(dataDir, "test", List.of(), now, new SecureRandom());
  }

  private ApiServer serve(int wanted) {
    return new ApiServer(
        engine,
        GatewayCounts.none(),
        new ApiEntry("127.0.0.1", wanted, List.of(), certificate),
        token);
  }

  private URI address(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + port);
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
    server = serve(port);
    int _ = server.start();
  }

  /// The same with another certificate.
  void startServer(ApiCertificate other) throws IOException {
    certificate = Optional.of(other);
    startServer();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
