package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AccessLogTest {
  private static final String HOST = GatewayFixture.HOST;
  private static final JsonMapper JSON = new JsonMapper();

  private static List<JsonNode> lines(GatewayFixture gateway, int count) throws IOException {
    var file = gateway.directory().resolve("access.log");
    Eventually.holds(count + " lines are written", () -> Files.readAllLines(file).size() >= count);
    return Files.readAllLines(file).stream().map(JSON::readTree).toList();
  }

  @Test
  @DisplayName("a request is a line with who answered what, and without what may be secret")
  void line() throws Exception {
    try (var gateway = GatewayFixture.logging(1);
        var origin = TestOrigin.answering("hello");
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(
          "POST /cart/add;sid=secret1?token=secret2 HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nAuthorization: Bearer secret3\r\nCookie: secret4\r\nX-Request-Id: r-17\r\n"
              + "Content-Length: 3\r\n\r\nabc");
      assertEquals(200, client.read().status());

      var line = lines(gateway, 1).getFirst();

      assertEquals("POST", line.path("method").stringValue());
      assertEquals("/cart/add", line.path("path").stringValue());
      assertEquals("shop", line.path("service").stringValue());
      assertEquals("shop-001", line.path("version").stringValue());
      assertEquals("shop-001-a", line.path("instance").stringValue());
      assertEquals(200, line.path("status").intValue());
      assertEquals(3, line.path("bytesIn").intValue());
      assertEquals(5, line.path("bytesOut").intValue());
      assertEquals("127.0.0.1", line.path("from").stringValue());
      assertEquals("r-17", line.path("requestId").stringValue());
      assertEquals(0, line.path("retries").intValue());
      assertTrue(line.path("durationMs").doubleValue() > 0);
      assertFalse(line.has("reason"));
      String all = Files.readString(gateway.directory().resolve("access.log"));
      assertFalse(all.contains("secret"), all);
    }
  }

  @Test
  @DisplayName("one in so many is logged, and every one that failed or that the gateway answered")
  void sampled() throws Exception {
    try (var gateway = GatewayFixture.logging(10);
        var origin = TestOrigin.answering("x");
        var client = gateway.client()) {
      gateway.serve(origin);
      // One connection is on one event loop, and each loop counts for itself.
      for (int i = 0; i < 100; i++) {
        client.get("/", HOST);
      }
      client.get("/", "nobody.localhost");
      origin.end();
      assertEquals(502, client.get("/", HOST).status());

      var lines = lines(gateway, 12);

      assertEquals(12, lines.size());
      assertEquals(
          10, lines.stream().filter(line -> line.path("status").intValue() == 200).count());
      assertEquals("unknown-host", lines.get(10).path("reason").stringValue());
      assertFalse(lines.get(10).has("service"));
      assertTrue(lines.get(11).path("reason").stringValue().startsWith("origin-"));
    }
  }

  @Test
  @DisplayName("a request that cannot be read is a line too, and half an answer keeps its status")
  void broken() throws Exception {
    try (var gateway = GatewayFixture.logging(1);
        var halving =
            TestOrigin.of(
                connection -> {
                  connection.readRequest();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
        var client = gateway.client();
        var other = gateway.client()) {
      gateway.serve(halving);
      other.send("GET / HTTP/1.1\r\nHost : x\r\n\r\n");
      assertEquals(400, other.read().status());
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      client.readHead();
      client.in().readAllBytes();

      var lines = lines(gateway, 2);

      assertEquals("bad-request", lines.get(0).path("reason").stringValue());
      assertFalse(lines.get(0).has("method"));
      assertEquals(200, lines.get(1).path("status").intValue());
      assertEquals("origin-closed", lines.get(1).path("reason").stringValue());
      assertEquals(4, lines.get(1).path("bytesOut").intValue());
    }
  }
}
