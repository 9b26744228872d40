package dev.sluice.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that trusts one certificate, and a server with a certificate nobody else vouches for.
class PinnedEngineTest {
  private static final String PASSWORD = "password";
  private static final String OTHER = "00:".repeat(31) + "00";

  @TempDir Path folder;
  private HttpsServer server;
  private Fingerprint shown;
  private final AtomicInteger requests = new AtomicInteger();

  @BeforeEach
  void serve() throws Exception {
    var keys = keys();
    shown = Fingerprint.of((X509Certificate) keys.getCertificate("key"));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private KeyStore keys() throws Exception {
    var file = folder.resolve("keys.p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-dname",
            "CN=somebody else",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private URI address() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private Problem problem(Fingerprint pinned) {
    try (var engine = new HttpDeploymentEngine(address(), "token", pinned)) {
      return assertThrows(ProblemException.class, engine::info).problem();
    }
  }

  @Test
  @DisplayName("the certificate that was compared is trusted, whatever name stands in it")
  void compared() {
    assertEquals(Problem.Kind.NOT_FOUND, problem(shown).kind());
    assertEquals(1, requests.get());
  }

  @Test
  @DisplayName("any other certificate is refused before the token is sent")
  void other() {
    assertEquals("wrongCertificate", problem(new Fingerprint(OTHER)).code());
    assertEquals(0, requests.get());
  }

  @Test
  @DisplayName("the certificate at an address can be looked at without sending a request")
  void looked() {
    assertEquals(shown, EngineCertificate.at(address()));
    assertEquals(0, requests.get());
  }

  @Test
  @DisplayName("where nobody shows a certificate, that is said")
  void nobody() {
    var address = address();
    server.stop(0);
    var problem = assertThrows(ProblemException.class, () -> EngineCertificate.at(address));
    assertEquals("engineUnreachable", problem.problem().code());
  }

  @Test
  @DisplayName("a fingerprint is read as other tools print it, and nothing else is one")
  void texts() {
    assertEquals(shown, new Fingerprint(" " + shown.text().toLowerCase(Locale.ROOT)));
    assertThrows(IllegalArgumentException.class, () -> new Fingerprint("AB:CD"));
    assertThrows(IllegalArgumentException.class, () -> new Fingerprint("x".repeat(95)));
  }
}
