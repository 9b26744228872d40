package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.gateway.http.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String HOST = GatewayFixture.HOST;
  private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";

  @TempDir Path directory;
  private Path certificates;
  private Gateway gateway;
  private TestOrigin origin;

  @BeforeEach
  void start() throws Exception {
    certificates = Files.createDirectory(directory.resolve("certificates"));
    TestCertificates.write(certificates, "default", "localhost");
    TestCertificates.write(certificates, "shop", HOST);
    TestCertificates.write(certificates, "wild", "*.example.test");
    origin = TestOrigin.answering("hello");
    gateway = newGateway(Limits.DEFAULT);
    gateway.start();
    route();
  }

  private Gateway newGateway(Limits limits) {
    return new Gateway(
        new Gateway.Options(
            "127.0.0.1",
            0,
            directory.resolve("gateway.sock"),
            directory.resolve("table"),
            "test",
            limits,
            new Gateway.Tls("127.0.0.1", 0, certificates)));
  }

  private void route() throws Exception {
    var version =
        new RoutingTable.VersionRoute(
            GatewayFixture.version(1),
            GatewayFixture.freeEndpoint(),
            List.of(GatewayFixture.origin("shop-001-a", origin)),
            false);
    var service = GatewayFixture.service(GatewayFixture.percent(100), version);
    var link = new GatewayLink(directory.resolve("gateway.sock"));
    assertEquals(List.of(), link.apply(new RoutingTable(1, List.of(service))));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.stop();
    origin.close();
  }

  private SSLSocket connect(String name, String... protocols) throws Exception {
    var socket =
        (SSLSocket)
            TestCertificates.trusting()
                .getSocketFactory()
                .createSocket(InetAddress.ofLiteral("127.0.0.1"), gateway.tlsPort());
    socket.setSoTimeout(10_000);
    var parameters = socket.getSSLParameters();
    if (!name.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static String servedBy(SSLSocket socket) throws Exception {
    socket.startHandshake();
    var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  private static String ask(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    var answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (!answer.toString().endsWith("hello")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  @Test
  @DisplayName("requests over TLS reach the origin, which is told that they were https")
  void https() throws Exception {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      try (var socket = connect(HOST, protocol)) {
        for (int i = 0; i < 3; i++) {
          assertTrue(ask(socket, GET).startsWith("HTTP/1.1 200 "));
        }
        assertEquals(protocol, socket.getSession().getProtocol());
      }
    }
    for (var request : origin.requests()) {
      assertTrue(request.contains("X-Forwarded-Proto: https\r\n"), request);
      assertTrue(request.contains(";proto=https\r\n"), request);
    }
  }

  @Test
  @DisplayName("who offers HTTP/2 in the handshake gets it, and others HTTP/1.1 at the same port")
  void http2() throws Exception {
    try (var client = new Http2Client(gateway.tlsPort(), HOST);
        var http1 = connect(HOST)) {
      assertEquals("hello", client.get("/").body());
      assertTrue(ask(http1, GET).startsWith("HTTP/1.1 200 "));
    }
    for (var request : origin.requests()) {
      assertTrue(request.contains("X-Forwarded-Proto: https\r\n"), request);
    }
  }

  @Test
  @DisplayName("the certificate is chosen by the name asked for, wildcards included")
  void byName() throws Exception {
    try (var shop = connect(HOST);
        var wild = connect("a.example.test");
        var deeper = connect("a.b.example.test");
        var other = connect("other.test");
        var nobody = connect("")) {
      assertEquals("CN=shop", servedBy(shop));
      assertEquals("CN=wild", servedBy(wild));
      assertEquals("CN=default", servedBy(deeper), "a wildcard stands for one label");
      assertEquals("CN=default", servedBy(other));
      assertEquals("CN=default", servedBy(nobody));
    }
  }

  @Test
  @DisplayName("changed certificates serve new connections, and open ones go on")
  void reload() throws Exception {
    try (var open = connect(HOST)) {
      assertTrue(ask(open, GET).startsWith("HTTP/1.1 200 "));
      TestCertificates.write(certificates, "new", "new.test");
      Files.move(
          certificates.resolve("new.key"),
          certificates.resolve("shop.key"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          certificates.resolve("new.crt"),
          certificates.resolve("shop.crt"),
          StandardCopyOption.REPLACE_EXISTING);
      awaitCertificate("new.test", "CN=new");
      assertTrue(ask(open, GET).startsWith("HTTP/1.1 200 "));
    }
  }

  private void awaitCertificate(String name, String expected) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (var socket = connect(name)) {
        String present = servedBy(socket);
        if (present.equals(expected)) {
          return;
        }
        assertTrue(System.nanoTime() < end, present);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  @DisplayName("a certificate that cannot be used leaves the one before in use")
  void brokenCertificate() throws Exception {
    Files.writeString(certificates.resolve("shop.crt"), "nonsense");
    TestCertificates.write(certificates, "witness", "witness.test");
    awaitCertificate("witness.test", "CN=witness");
    try (var socket = connect(HOST)) {
      assertEquals("CN=shop", servedBy(socket));
    }
  }

  @Test
  @DisplayName("a gateway without a usable certificate does not start, and says which file it is")
  void refusesToStart() throws Exception {
    gateway.stop();
    Files.writeString(certificates.resolve("shop.crt"), "nonsense");
    var refused = assertThrows(IOException.class, () -> newGateway(Limits.DEFAULT).start());
    assertTrue(String.valueOf(refused.getMessage()).contains("shop.crt"), refused.getMessage());
    Files.delete(certificates.resolve("shop.key"));
    refused = assertThrows(IOException.class, () -> newGateway(Limits.DEFAULT).start());
    assertTrue(String.valueOf(refused.getMessage()).contains("has no key"), refused.getMessage());
  }

  @Test
  @DisplayName("plain HTTP is turned away there, and others are served meanwhile")
  void notTls() throws Exception {
    try (var plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.tlsPort())) {
      plain.setSoTimeout(10_000);
      assertFalse(ask(plain, GET).contains("HTTP"));
    }
    try (var other = connect(HOST)) {
      assertTrue(ask(other, GET).startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  @DisplayName("who does not finish its handshake is closed after the time for a head")
  void slowHandshake() throws Exception {
    gateway.stop();
    gateway = newGateway(Limits.DEFAULT.withHeadTime(Duration.ofMillis(200)));
    gateway.start();
    try (var silent = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.tlsPort())) {
      silent.setSoTimeout(10_000);
      silent.getOutputStream().write(new byte[] {0x16, 3, 1});
      int read;
      do {
        read = silent.getInputStream().read();
      } while (read >= 0);
      assertEquals(-1, read);
    }
  }

  @Test
  @DisplayName("the end of a connection is said in TLS, so that nothing can be cut off unseen")
  void closing() throws Exception {
    try (var socket = connect(HOST)) {
      var closing = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      assertTrue(ask(socket, closing).contains("Connection: close"));
      assertEquals(-1, socket.getInputStream().read(), "not an exception: truncation would be one");
    }
    try (var socket = connect(HOST)) {
      socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    } catch (SSLException e) {
      throw new AssertionError("the connection ended without saying so", e);
    }
  }

  @Test
  @DisplayName("an absolute target must be https there")
  void absoluteTarget() throws Exception {
    try (var socket = connect(HOST)) {
      var absolute = GET.replace("GET / ", "GET https://" + HOST + ":443/a ");
      assertTrue(ask(socket, absolute).startsWith("HTTP/1.1 200 "));
      var plain = GET.replace("GET / ", "GET http://" + HOST + "/a ");
      assertTrue(ask(socket, plain).startsWith("HTTP/1.1 400 "));
    }
    assertTrue(origin.requests().getFirst().startsWith("GET /a HTTP/1.1\r\n"));
  }
}
