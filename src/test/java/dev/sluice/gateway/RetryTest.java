package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent a second time when an instance fails, and what is not (decision 0017).
class RetryTest {
  private static final String H = "Host: shop.localhost\r\n";

  private GatewayFixture gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  @DisplayName("a kept connection that the origin closes as a request goes out is tried again once")
  void retries() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  c.send(TestOrigin.ok("x"));
                  c.readRequest(); // Takes a second request and closes without an answer.
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      for (int i = 0; i < 20; i++) {
        assertEquals(200, client.get("/", "shop.localhost").status());
        client.send("PUT / HTTP/1.1\r\n" + H + "Content-Length: 5\r\n\r\nhello");
        assertEquals(200, client.read().status());
      }
      assertTrue(origin.requests().getLast().endsWith("hello"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST 5", "PATCH 5", "PUT 70000"})
  @DisplayName("what may not be sent twice, or is too long, gets a connection of its own")
  void notRepeated(String what) throws Exception {
    var words = what.split(" ", -1);
    String method = words[0];
    int length = Integer.parseInt(words[1]);
    try (var origin =
            TestOrigin.of(
                c -> {
                  if (c.readRequest().startsWith(method) && c.number() > 1) {
                    return; // It may have been carried out.
                  }
                  c.send(TestOrigin.ok("x"));
                  c.readRequest();
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      // Leaves a connection that is kept.
      assertEquals(200, client.get("/", "shop.localhost").status());
      client.send(
          method
              + " / HTTP/1.1\r\n"
              + H
              + "Content-Length: %d\r\n\r\n".formatted(length)
              + "x".repeat(length));
      var answer = client.read();
      assertEquals(502, answer.status());
      assertEquals("origin-closed", answer.header("X-Sluice-Reason"));
      assertEquals(1, origin.requests().stream().filter(r -> r.startsWith(method)).count());
    }
  }

  @Test
  @DisplayName("the second try is the last one")
  void twiceAtMost() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  if (c.number() == 1) {
                    c.readRequest();
                    c.send(TestOrigin.ok("x"));
                  }
                  c.readRequest(); // Closes without an answer.
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      assertEquals(200, client.get("/first", "shop.localhost").status());
      var answer = client.get("/again", "shop.localhost");
      assertEquals(502, answer.status());
      assertEquals("origin-closed", answer.header("X-Sluice-Reason"));
      assertEquals(2, origin.requests().stream().filter(r -> r.startsWith("GET /again")).count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 2", "HTTP/1.1 103 Early Hints\r\n\r\n"})
  @DisplayName("once a byte of the answer has come, nothing is sent again")
  void begun(String beginning) throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  c.send(TestOrigin.ok("x"));
                  c.readRequest();
                  c.send(beginning);
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      assertEquals(200, client.get("/first", "shop.localhost").status());
      var answer = client.get("/again", "shop.localhost");
      if (answer.status() == 103) {
        answer = client.read();
      }
      assertEquals(502, answer.status());
      assertEquals("origin-closed", answer.header("X-Sluice-Reason"));
      assertEquals(1, origin.requests().stream().filter(r -> r.startsWith("GET /again")).count());
    }
  }

  @Test
  @DisplayName("a refused connection is tried at another instance, also for POST")
  void refusedConnect() throws Exception {
    var dead = TestOrigin.answering("dead");
    dead.close();
    try (var alive = TestOrigin.answering("alive");
        var client = gateway.client()) {
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(
              1,
              GatewayFixture.origin("shop-001-a", dead),
              GatewayFixture.origin("shop-001-b", alive)));
      for (int i = 0; i < 10; i++) {
        client.send("POST / HTTP/1.1\r\n" + H + "Content-Length: 5\r\n\r\nhello");
        assertEquals("alive", client.read().body());
      }
      gateway.serve(dead);
      var answer = client.get("/", "shop.localhost");
      assertEquals(502, answer.status());
      assertEquals("origin-unreachable", answer.header("X-Sluice-Reason"));
      assertEquals("shop-001", answer.header("X-Sluice-Version"));
    }
  }

  @Test
  @DisplayName("a connection that is not taken in time is tried at another instance, also for POST")
  void notTaken() throws Exception {
    try (var stuck = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var _ = new Waiting(stuck);
        var alive = TestOrigin.answering("alive");
        var client = gateway.client()) {
      var endpoint = new Endpoint("127.0.0.1", stuck.getLocalPort());
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(
              1,
              new Origin(new InstanceId("shop-001-a"), new Revision(1), endpoint),
              GatewayFixture.origin("shop-001-b", alive)));
      for (int i = 0; i < 2; i++) {
        client.send("POST / HTTP/1.1\r\n" + H + "Content-Length: 5\r\n\r\nhello");
        assertEquals("alive", client.read().body());
      }
      assertEquals(2, alive.requests().size());
      assertTrue(Counted.await(gateway.link(), 2).retries() > 0, "one of them took its time");
    }
  }

  /// Connections that nobody takes, as many as the system lets wait, and some.
  private static final class Waiting implements AutoCloseable {
    private final List<SocketChannel> connections = new ArrayList<>();

    Waiting(ServerSocket server) throws IOException {
      for (int i = 0; i < 8; i++) {
        var connection = SocketChannel.open();
        connection.configureBlocking(false);
        boolean _ = connection.connect(server.getLocalSocketAddress());
        connections.add(connection);
      }
    }

    @Override
    public void close() throws IOException {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  @DisplayName(
      "R45 a kept connection closed by one instance and a refusal by the other make no request fail")
  void staleThenRefused() throws Exception {
    var dead = TestOrigin.answering("dead");
    dead.close();
    try (var closing =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  c.send(TestOrigin.ok("x"));
                  c.readRequest(); // Takes a second request and closes without an answer.
                });
        var client = gateway.client()) {
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(
              1,
              GatewayFixture.origin("shop-001-a", dead),
              GatewayFixture.origin("shop-001-b", closing)));
      for (int i = 0; i < 20; i++) {
        assertEquals(200, client.get("/", "shop.localhost").status());
      }
    }
  }

  @Test
  @DisplayName("what fails on a new connection is not sent again, whatever it is")
  void newConnection() throws Exception {
    try (var origin = TestOrigin.of(TestOrigin.Connection::readRequest);
        var client = gateway.client()) {
      gateway.serve(origin);
      var answer = client.get("/", "shop.localhost");
      assertEquals(502, answer.status());
      assertEquals("origin-closed", answer.header("X-Sluice-Reason"));
      assertEquals(1, origin.requests().size());
    }
  }
}
