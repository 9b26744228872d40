package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.gateway.http.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Connections on which nothing moves, by whose fault that is.
class IdleTimesTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final String H = "Host: shop.localhost\r\n";

  private GatewayFixture gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture(Limits.DEFAULT.withIdleTime(SHORT).withAnswerTime(SHORT));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  @DisplayName("a connection without a request is closed, a new one and one that was used")
  void noRequest() throws Exception {
    try (var origin = TestOrigin.answering("x")) {
      gateway.serve(origin);
      try (var used = gateway.client()) {
        assertEquals("x", used.get("/", GatewayFixture.HOST).body());
        assertTrue(used.closed());
      }
      try (var fresh = gateway.client()) {
        assertTrue(fresh.closed());
      }
    }
  }

  @Test
  @DisplayName("an upload that stops is answered 408, and the instance is let go")
  void uploadStops() throws Exception {
    var left = new CountDownLatch(1);
    try (var origin =
        TestOrigin.of(
            c -> {
              try {
                c.readRequest();
              } finally {
                left.countDown();
              }
            })) {
      gateway.serve(origin);
      try (var client = gateway.client()) {
        client.send("POST / HTTP/1.1\r\n" + H + "Content-Length: 100\r\n\r\nhalf");
        assertEquals(408, client.read().status());
        assertTrue(client.closed());
      }
      assertTrue(left.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  @DisplayName("who takes nothing of its answer any more is cut off, and the instance is let go")
  void readerStops() throws Exception {
    var left = new CountDownLatch(1);
    try (var origin =
        TestOrigin.of(
            c -> {
              c.readRequest();
              c.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
              var block = "x".repeat(100_000);
              try {
                while (true) {
                  c.send(block);
                }
              } catch (IOException e) {
                left.countDown();
              }
            })) {
      gateway.serve(origin);
      try (var client = gateway.client()) {
        client.send("GET / HTTP/1.1\r\n" + H + "\r\n");
        assertTrue(left.await(30, TimeUnit.SECONDS), "the gateway goes on for nobody");
      }
    }
  }

  @Test
  @DisplayName("an answer that stops half way is broken off, and is not made to look whole")
  void answerStops() throws Exception {
    var go = new CountDownLatch(1);
    try (var origin =
        TestOrigin.of(
            c -> {
              c.readRequest();
              c.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              go.await();
            })) {
      gateway.serve(origin);
      try (var client = gateway.client()) {
        client.send("GET / HTTP/1.1\r\n" + H + "\r\n");
        assertEquals("half", client.read().body());
        assertTrue(client.closed());
      }
      try (var client = new Http2Client(gateway.port())) {
        var answer = client.get("/");
        assertEquals("half", answer.body());
        assertFalse(answer.ended());
      }
      go.countDown();
    }
  }
}
