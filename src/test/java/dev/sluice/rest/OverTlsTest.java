package dev.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.gateway.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API says over TLS, and to whoever comes without.
class OverTlsTest {
  private static final int LIMIT_MILLIS = 20_000;

  @TempDir Path folder;
  private ApiServer server;
  private String token;
  private int port;

  @BeforeEach
  void serve() throws Exception {
    var admin = AdminToken.openOrCreate(folder);
    token = Files.readString(admin.file());
    var names = List.of("deploy.example.com");
    var certificate =
        ApiCertificate.openOrCreate(
            folder, "test", names, Instant.EPOCH.plusSeconds(1_800_000_000), new SecureRandom());
    server =
        new ApiServer(
            new FakeDeploymentEngine(),
            GatewayCounts.none(),
            new ApiEntry(
                "127.0.0.1",
                0,
                names.stream().map(ApiName::parse).toList(),
                Optional.of(certificate)),
            admin);
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private String request(String path, String host) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
        .formatted(path, host.replace("PORT", Integer.toString(port)), token);
  }

  private String overTls(String protocol, String host) throws Exception {
    var sockets = TestCertificates.trusting().getSocketFactory();
    try (var socket = (SSLSocket) sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      return say(socket, request("/api/v1/engine", host));
    }
  }

  private static String say(Socket socket, String request) throws IOException {
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  @DisplayName("a caller with the token is answered over TLS 1.3 and 1.2")
  void answers(String protocol) throws Exception {
    String answer = overTls(protocol, "127.0.0.1:PORT");

    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.1", "TLSv1"})
  @DisplayName("nothing older than TLS 1.2 is spoken")
  void tooOld(String protocol) {
    assertThrows(SSLException.class, () -> overTls(protocol, "127.0.0.1:PORT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy.example.com:PORT", "localhost:PORT"})
  @DisplayName("it answers to its own names")
  void ownNames(String host) throws Exception {
    assertTrue(overTls("TLSv1.3", host).startsWith("HTTP/1.1 200 "));
  }

  @Test
  @DisplayName("a foreign name is refused over TLS as well, and the answer says how to allow it")
  void foreignName() throws Exception {
    String answer = overTls("TLSv1.3", "evil.example:PORT");

    assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
    assertTrue(answer.contains("'--name evil.example:" + port + "'"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/engine", "/api/v1/events", "/healthz", "/metrics", "/"})
  @DisplayName("who comes without TLS is told so in plain words, and told nothing else")
  void inTheClear(String path) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String answer = say(socket, request(path, "127.0.0.1:PORT"));

      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("urn:sluice:problem:needsTls"), answer);
      assertTrue(answer.contains("This address speaks TLS only"), answer);
      assertTrue(answer.contains("Use https://"), answer);
    }
  }

  @Test
  @DisplayName("what is neither TLS nor HTTP gets no answer that helps anybody")
  void noise() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String answer = say(socket, "\u0001\u0002\u0003\u0004 what\r\n\r\n");

      assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
    }
    assertTrue(overTls("TLSv1.3", "127.0.0.1:PORT").startsWith("HTTP/1.1 200 "), "still there");
  }
}
