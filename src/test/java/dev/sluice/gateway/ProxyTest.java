package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.gateway.http.Limits;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProxyTest {
  private static final Limits LIMITS =
      Limits.DEFAULT
          .withHeadTime(Duration.ofMillis(500))
          .withAnswerTime(Duration.ofMillis(1500))
          .withIdleTime(Duration.ofSeconds(5));
  private static final String H = "Host: shop.localhost\r\n";

  private GatewayFixture gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture(LIMITS);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  @DisplayName("pipelined requests are answered in order, HEAD without its body")
  void pipelining() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  for (var r = c.readRequest(); !r.isEmpty(); r = c.readRequest()) {
                    String path = r.split(" ", 3)[1];
                    c.send(
                        r.startsWith("HEAD")
                            ? "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Path: " + path + "\r\n\r\n"
                            : TestOrigin.ok(path));
                  }
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(
          "HEAD /a HTTP/1.1\r\n"
              + H
              + "\r\nGET /b HTTP/1.1\r\n"
              + H
              + "\r\nPOST /c HTTP/1.1\r\nContent-Length: 2\r\n"
              + H
              + "\r\nxxGET /d HTTP/1.1\r\n"
              + H
              + "\r\n");
      var head = client.read(false);
      assertEquals("/a", head.header("X-Path"));
      assertEquals("3", head.header("Content-Length"));
      assertEquals("/b", client.read().body());
      assertEquals("/c", client.read().body());
      assertEquals("/d", client.read().body());
    }
  }

  @Test
  @DisplayName("a pipelining user agent that has ended its side still gets all answers")
  void halfClosed() throws Exception {
    try (var origin = TestOrigin.answering("hello");
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(("GET / HTTP/1.1\r\n" + H + "\r\n").repeat(3));
      client.socket().shutdownOutput();
      for (int i = 0; i < 3; i++) {
        assertEquals("hello", client.read().body());
      }
      assertTrue(client.closed());
    }
  }

  @Test
  @DisplayName("chunked bodies and their trailers pass both ways")
  void trailers() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n");
                  c.send("3\r\nabc\r\n0\r\nX-Sum: 6\r\nContent-Length: 9\r\n\r\n");
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(
          "POST / HTTP/1.1\r\n"
              + H
              + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\nX-Up: 1\r\nHost: evil\r\n\r\n");
      var answer = client.read();
      assertEquals("abc", answer.body());
      assertEquals("6", answer.trailers().get("x-sum"));
      assertFalse(answer.trailers().containsKey("content-length"));
      var request = origin.requests().getFirst();
      assertTrue(request.contains("4\r\nabcd\r\n0\r\nX-Up: 1\r\n\r\n"), request);
      assertFalse(request.contains("evil"), request);
    }
  }

  @Test
  @DisplayName("100 Continue comes from the origin, and the body follows it")
  void expectContinue() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  String head = c.readHead();
                  if (head.toLowerCase(Locale.ROOT).contains("expect: 100-continue")) {
                    c.send("HTTP/1.1 100 Continue\r\n\r\n");
                    c.send(TestOrigin.ok(new String(c.in().readNBytes(5), StandardCharsets.UTF_8)));
                  }
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send("POST / HTTP/1.1\r\n" + H + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      assertEquals(100, client.read().status());
      client.send("hello");
      assertEquals("hello", client.read().body());
    }
  }

  @Test
  @DisplayName("an upgrade becomes a tunnel after 101, with ends of input passed on")
  void upgrade() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readHead();
                  c.send(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst");
                  c.in().transferTo(c.socket().getOutputStream());
                  c.send("last");
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send("GET / HTTP/1.1\r\n" + H + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n");
      var head = client.readHead();
      assertTrue(head.statusLine().contains("101"), head.statusLine());
      assertEquals("echo", head.headers().get("upgrade"));
      assertEquals("first", new String(client.in().readNBytes(5), StandardCharsets.UTF_8));
      client.send("GET / HTTP/1.1\r\n\r\n");
      assertEquals(
          "GET / HTTP/1.1\r\n\r\n", new String(client.in().readNBytes(18), StandardCharsets.UTF_8));
      client.socket().shutdownOutput();
      assertEquals("last", new String(client.in().readAllBytes(), StandardCharsets.UTF_8));
      assertTrue(gateway.link().awaitIdle(inst("shop-001-a"), Duration.ofSeconds(2)));
    }
  }

  private static InstanceId inst(String id) {
    return new InstanceId(id);
  }

  @Test
  @DisplayName("HTTP/1.0 gets no chunks, and its connection stays open only when asked")
  void http10() throws Exception {
    try (var origin =
        TestOrigin.of(
            c -> {
              while (!c.readRequest().isEmpty()) {
                c.send(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
              }
            })) {
      gateway.serve(origin);
      try (var client = gateway.client()) {
        client.send("GET / HTTP/1.0\r\n" + H + "Connection: keep-alive\r\n\r\n");
        var answer = client.read();
        assertEquals("abc", answer.body());
        assertEquals("", answer.header("Transfer-Encoding"));
        assertEquals("close", answer.header("Connection"));
      }
    }
    try (var origin = TestOrigin.answering("x");
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send("GET / HTTP/1.0\r\n" + H + "Connection: keep-alive\r\n\r\n");
      assertEquals("keep-alive", client.read().header("Connection"));
      client.send("GET / HTTP/1.0\r\n" + H + "\r\n");
      assertEquals("close", client.read().header("Connection"));
      assertTrue(client.closed());
    }
  }

  @Test
  @DisplayName("hop-by-hop headers stay behind and the gateway alone says who is asking")
  void headers() throws Exception {
    try (var origin = TestOrigin.answering("x");
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(
          "GET /p HTTP/1.1\r\n"
              + H
              + "Connection: x-hop, keep-alive\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nProxy-Connection: a\r\n"
              + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Port: 1\r\nForwarded: for=6.6.6.6\r\nX-Keep: 1\r\n\r\n");
      assertEquals(200, client.read().status());
      var request = origin.requests().getFirst().toLowerCase(Locale.ROOT);
      for (var gone :
          new String[] {"x-hop", "keep-alive", "proxy-connection", "6.6.6.6", "port: 1"}) {
        assertFalse(request.contains(gone), gone + " in " + request);
      }
      for (var there :
          new String[] {
            "x-keep: 1",
            "x-forwarded-for: 127.0.0.1",
            "x-forwarded-proto: http",
            "x-forwarded-host: shop.localhost",
            "host: shop.localhost",
            "forwarded: for=127.0.0.1;host=\"shop.localhost\";proto=http"
          }) {
        assertTrue(request.contains("\r\n" + there + "\r\n"), there + " not in " + request);
      }
    }
  }

  @Test
  @DisplayName("an origin that does not answer in time is a 504, a head that does not end a 408")
  void timeouts() throws Exception {
    var origin = TestOrigin.of(c -> c.in().readAllBytes());
    gateway.serve(origin);
    try (origin;
        var client = gateway.client();
        var slow = gateway.client()) {
      slow.send("GET / HTTP/1.1\r\nHo");
      var answer = client.get("/", "shop.localhost");
      assertEquals(504, answer.status());
      assertEquals("origin-timeout", answer.header("X-Sluice-Reason"));
      assertEquals(408, slow.read().status());
      assertTrue(slow.closed());
    }
  }

  @Test
  @DisplayName("an answer that breaks HTTP is a 502, and a truncated one is not made to look whole")
  void badAnswers() throws Exception {
    for (var bad :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
          "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
          "nonsense\r\n\r\n",
          "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n"
        }) {
      try (var origin =
              TestOrigin.of(
                  c -> {
                    c.readRequest();
                    c.send(bad);
                    c.in().readAllBytes();
                  });
          var client = gateway.client()) {
        gateway.serve(origin);
        var answer = client.get("/", "shop.localhost");
        assertEquals(502, answer.status(), bad);
        assertEquals("origin-malformed", answer.header("X-Sluice-Reason"), bad);
      }
    }
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send("GET / HTTP/1.1\r\n" + H + "\r\n");
      assertFalse(
          new String(client.in().readAllBytes(), StandardCharsets.UTF_8).contains("\r\n0\r\n"));
    }
  }

  @Test
  @DisplayName("bytes nobody asked for never become the answer to the next request")
  void unaskedBytes() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  while (!c.readRequest().isEmpty()) {
                    c.send(TestOrigin.ok("good") + TestOrigin.ok("evil"));
                  }
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      for (int i = 0; i < 10; i++) {
        assertEquals("good", client.get("/", "shop.localhost").body());
      }
    }
  }

  @Test
  @DisplayName("an answer that comes before the upload's end reaches the user agent")
  void earlyAnswer() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readHead();
                  c.send(
                      "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send("POST / HTTP/1.1\r\n" + H + "Content-Length: 10000000\r\n\r\n");
      client.send(new byte[1000]);
      var answer = client.read();
      assertEquals(413, answer.status());
      assertEquals("big", answer.body());
    }
  }

  @Test
  @DisplayName("50 MB stream both ways, and a reader that stops costs no memory")
  void backPressure() throws Exception {
    int size = 50_000_000;
    var block = "x".repeat(100_000);
    var sent = new CountDownLatch(1);
    try (var origin =
            TestOrigin.of(
                c -> {
                  var head = c.readHead();
                  if (head.startsWith("POST")) {
                    c.in().skipNBytes(size);
                    c.send(TestOrigin.ok("got it"));
                    c.readHead();
                  }
                  c.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                  for (int i = 0; i < size / block.length(); i++) {
                    c.send(block);
                  }
                  sent.countDown();
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send("POST / HTTP/1.1\r\n" + H + "Content-Length: " + size + "\r\n\r\n");
      for (int i = 0; i < size / block.length(); i++) {
        client.send(block);
      }
      assertEquals("got it", client.read().body());
      long before = PlatformDependent.usedDirectMemory();
      client.send("GET / HTTP/1.1\r\n" + H + "\r\n");
      assertFalse(sent.await(500, TimeUnit.MILLISECONDS), "the gateway took all of it");
      long grown = PlatformDependent.usedDirectMemory() - before;
      assertTrue(grown < 16_000_000, "direct memory grew by " + grown);
      assertEquals(size, client.read().body().length());
    }
  }

  @Test
  @DisplayName(
      "what is made by the gateway is a problem with type, title, status, detail and action")
  void problemBody() throws IOException {
    try (var client = gateway.client()) {
      var answer = client.get("/", "nobody.localhost");
      assertEquals(404, answer.status());
      assertEquals("unknown-host", answer.header("X-Sluice-Reason"));
      for (var member :
          new String[] {
            "\"type\":\"urn:sluice:problem:unknown-host\"",
            "\"title\":",
            "\"status\":404",
            "nobody.localhost",
            "\"action\":"
          }) {
        assertTrue(answer.body().contains(member), answer.body());
      }
      assertEquals(404, client.get("/", "nobody.localhost").status(), "the connection stays open");
    }
  }
}
