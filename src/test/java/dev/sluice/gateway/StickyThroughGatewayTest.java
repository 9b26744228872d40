package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.traffic.TrafficPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StickyThroughGatewayTest {
  private static TrafficPolicy sticky(int... shares) {
    return ((TrafficPolicy.ByPercent) GatewayFixture.percent(shares)).withSticky(true);
  }

  @Test
  @DisplayName(
      "a user agent is told its version beside the instance's own cookies, and is kept there")
  void kept() throws Exception {
    try (var gateway = new GatewayFixture();
        var origin =
            TestOrigin.of(
                connection -> {
                  while (!connection.readRequest().isEmpty()) {
                    connection.send(
                        "HTTP/1.1 200 OK\r\nSet-Cookie: id=7; Path=/\r\nContent-Length: 0\r\n\r\n");
                  }
                });
        var client = gateway.client()) {
      var one = gateway.route(1, GatewayFixture.origin("shop-001-a", origin));
      var two = gateway.route(2, GatewayFixture.origin("shop-002-a", origin));
      gateway.apply(sticky(50, 50), one, two);
      var first = client.get("/", GatewayFixture.HOST);
      String version = first.header("X-Sluice-Version");
      assertEquals(
          "id=7; Path=/, sluice_version=" + version + "; Path=/; HttpOnly; SameSite=Lax",
          first.header("Set-Cookie"));
      for (int i = 0; i < 20; i++) {
        client.send(
            "GET / HTTP/1.1\r\nHost: shop.localhost\r\nCookie: id=7; sluice_version="
                + version
                + "\r\n\r\n");
        var next = client.read();
        assertEquals(version, next.header("X-Sluice-Version"));
        assertEquals("id=7; Path=/", next.header("Set-Cookie"));
      }
      assertTrue(
          origin.requests().getLast().contains("sluice_version=" + version),
          "cookies pass as they are");
      boolean other = version.equals("shop-001");
      gateway.apply(other ? sticky(0, 100) : sticky(100, 0), one, two);
      client.send(
          "GET / HTTP/1.1\r\nHost: shop.localhost\r\nCookie: sluice_version="
              + version
              + "\r\n\r\n");
      var moved = client.read();
      assertFalse(moved.header("X-Sluice-Version").equals(version));
      assertTrue(moved.header("Set-Cookie").contains(moved.header("X-Sluice-Version")));
    }
  }

  @Test
  @DisplayName("an answer that the gateway makes itself keeps nobody anywhere")
  void refused() throws Exception {
    try (var gateway = new GatewayFixture();
        var origin = TestOrigin.answering("x");
        var client = gateway.client()) {
      gateway.apply(sticky(100), gateway.route(1, GatewayFixture.origin("shop-001-a", origin)));
      origin.end();
      var answer = client.get("/", GatewayFixture.HOST);
      assertEquals(502, answer.status());
      assertEquals("", answer.header("Set-Cookie"));
    }
  }
}
