package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// User agents that speak HTTP/2 without TLS, in front of origins that speak HTTP/1.1.
class Http2Test {
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
  @DisplayName("a request reaches the origin as HTTP/1.1, and its answer comes back as HTTP/2")
  void both() throws Exception {
    try (var origin = TestOrigin.answering("hello");
        var client = gateway.http2Client()) {
      gateway.serve(origin);

      var answer = client.get("/a?b=c");

      assertEquals(200, answer.status());
      assertEquals("hello", answer.body());
      assertEquals("5", answer.header("content-length"));
      assertEquals("shop-001", answer.header("x-sluice-version"));
      var request = origin.requests().getFirst();
      assertTrue(request.startsWith("GET /a?b=c HTTP/1.1\r\nHost: shop.localhost\r\n"), request);
      assertTrue(request.contains("X-Forwarded-For: 127.0.0.1\r\n"), request);
      assertTrue(request.contains("X-Forwarded-Proto: http\r\n"), request);
      assertFalse(request.toLowerCase(Locale.ROOT).contains("transfer-encoding"), request);
    }
  }

  @Test
  @DisplayName("many requests at once go their own ways on one connection")
  void multiplexed() throws Exception {
    var go = new CountDownLatch(1);
    try (var origin =
            TestOrigin.of(
                c -> {
                  for (var request = c.readRequest(); !request.isEmpty(); ) {
                    if (request.startsWith("GET /slow")) {
                      go.await();
                    }
                    c.send(TestOrigin.ok(request.substring(4, request.indexOf(" HTTP"))));
                    request = c.readRequest();
                  }
                });
        var client = gateway.http2Client()) {
      gateway.serve(origin);
      var slow = client.open(client.head("GET", "/slow"), true);
      var others = new ArrayList<Http2Client.Stream>();
      for (int i = 0; i < 100; i++) {
        others.add(client.open(client.head("GET", "/" + i), true));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals("/" + i, others.get(i).read().body());
      }
      go.countDown();
      assertEquals("/slow", slow.read().body());
    }
  }

  @Test
  @DisplayName("R22 the requests of one connection are split exactly like any others")
  void split() throws Exception {
    try (var one = TestOrigin.answering("1");
        var two = TestOrigin.answering("2");
        var client = gateway.http2Client()) {
      gateway.apply(
          GatewayFixture.percent(80, 20),
          gateway.route(1, GatewayFixture.origin("shop-001-a", one)),
          gateway.route(2, GatewayFixture.origin("shop-002-a", two)));
      var counts = new HashMap<String, Integer>();
      for (int i = 0; i < 100; i++) {
        counts.merge(client.get("/").body(), 1, Integer::sum);
      }
      assertEquals(80, counts.get("1"));
      assertEquals(20, counts.get("2"));
    }
  }

  @Test
  @DisplayName("bodies and trailers pass both ways, cookies become one, TE and 103 pass")
  void bodies() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  c.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                  c.send(
                      String.join(
                          "\r\n",
                          "HTTP/1.1 200 OK",
                          "Transfer-Encoding: chunked",
                          "Keep-Alive: 5",
                          "Connection: keep-alive, X-Gone",
                          "X-Gone: 1",
                          "Set-Cookie: A=1",
                          "",
                          "3",
                          "abc",
                          "0",
                          "X-Sum: 6",
                          "Content-Length: 5",
                          "",
                          ""));
                });
        var client = gateway.http2Client()) {
      gateway.serve(origin);
      var stream =
          client.open(
              client
                  .head("POST", "/")
                  .add("cookie", "a=1")
                  .add("x-other", "o")
                  .add("cookie", "b=2")
                  .add("te", "trailers"),
              false);
      stream.send("ab", false);
      stream.send("cd", false);
      stream.trailers("x-up", "1");

      var answer = stream.read();

      assertEquals(List.of(103), answer.interim());
      assertEquals("abc", answer.body());
      assertEquals("6", answer.trailers().get("x-sum"));
      assertEquals("A=1", answer.header("set-cookie"));
      assertFalse(answer.trailers().containsKey("content-length"));
      for (var name : List.of("connection", "keep-alive", "transfer-encoding", "x-gone")) {
        assertFalse(answer.headers().containsKey(name), name);
      }
      var request = origin.requests().getFirst();
      assertTrue(request.contains("\r\ncookie: a=1; b=2\r\n"), request);
      assertTrue(request.contains("\r\nTE: trailers\r\nConnection: te\r\n"), request);
      assertTrue(request.contains("\r\nTransfer-Encoding: chunked\r\n"), request);
      assertTrue(request.endsWith("0\r\nx-up: 1\r\n\r\n"), request);
    }
  }

  @Test
  @DisplayName("a body of known length is sent by its length, and HEAD, 204 and 304 have none")
  void lengths() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  for (var r = c.readRequest(); !r.isEmpty(); r = c.readRequest()) {
                    c.send(
                        r.startsWith("HEAD")
                            ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
                            : r.startsWith("PUT")
                                ? "HTTP/1.1 204 No Content\r\n\r\n"
                                : r.startsWith("GET")
                                    ? "HTTP/1.1 304 Not Modified\r\n\r\n"
                                    : TestOrigin.ok("got"));
                  }
                });
        var client = gateway.http2Client()) {
      gateway.serve(origin);
      var post = client.open(client.head("POST", "/").add("content-length", "5"), false);
      post.send("he", false);
      post.send("llo", true);
      assertEquals("got", post.read().body());
      assertTrue(origin.requests().getFirst().contains("\r\nContent-Length: 5\r\n"));
      assertTrue(origin.requests().getFirst().endsWith("\r\n\r\nhello"));

      var head = client.open(client.head("HEAD", "/"), true).read();
      assertEquals("9", head.header("content-length"));
      assertTrue(head.ended());
      assertEquals(204, client.open(client.head("PUT", "/"), true).read().status());
      assertEquals(304, client.get("/").status());
    }
  }

  @Test
  @DisplayName("Expect: 100-continue is the origin's to answer, with 100 or with its final word")
  void expect() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  var head = c.readHead();
                  if (head.startsWith("POST /yes")) {
                    c.send("HTTP/1.1 100 Continue\r\n\r\n");
                    c.send(TestOrigin.ok(new String(c.in().readNBytes(5), StandardCharsets.UTF_8)));
                  } else {
                    c.send("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
                  }
                });
        var client = gateway.http2Client()) {
      gateway.serve(origin);
      var yes =
          client.open(
              client.head("POST", "/yes").add("expect", "100-continue").add("content-length", "5"),
              false);
      assertEquals(100, yes.readStatus());
      yes.send("hello", true);
      assertEquals("hello", yes.read().body());
      var no = client.open(client.head("POST", "/no").add("expect", "100-continue"), false);
      assertEquals(417, no.read().status());
      assertEquals(Http2Error.NO_ERROR.code(), no.awaitReset());
    }
  }

  @Test
  @DisplayName("what the gateway says itself comes as a problem, and the connection stays")
  void problems() throws Exception {
    try (var client = gateway.http2Client()) {
      gateway.apply(GatewayFixture.percent(100), gateway.route(1));
      var none = client.get("/");
      assertEquals(503, none.status());
      assertEquals("no-instance", none.header("x-sluice-reason"));
      var unknown = client.open(client.head("POST", "/").authority("nobody.localhost"), false);
      var answer = unknown.read();
      assertEquals(404, answer.status());
      assertTrue(answer.body().contains("urn:sluice:problem:unknown-host"), answer.body());
      assertEquals(Http2Error.NO_ERROR.code(), unknown.awaitReset());
      assertEquals(503, client.get("/").status());
    }
  }

  @Test
  @DisplayName("an answer before the upload's end arrives, and the rest is not wanted")
  void earlyAnswer() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readHead();
                  c.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
                });
        var client = gateway.http2Client()) {
      gateway.serve(origin);
      var stream = client.open(client.head("POST", "/").add("content-length", "9999999"), false);
      stream.send(new byte[1000], false);
      var answer = stream.read();
      assertEquals(413, answer.status());
      assertEquals("big", answer.body());
      assertTrue(answer.ended());
      assertEquals(Http2Error.NO_ERROR.code(), stream.awaitReset());
      assertEquals(413, client.open(client.head("POST", "/"), true).read().status());
    }
  }

  @Test
  @DisplayName("half an answer is reset and not made to look whole; the other streams go on")
  void truncated() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  var request = c.readRequest();
                  c.send(
                      request.startsWith("GET /half")
                          ? "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
                          : TestOrigin.ok("whole"));
                });
        var client = gateway.http2Client()) {
      gateway.serve(origin);
      var half = client.get("/half");
      assertEquals("half", half.body());
      assertFalse(half.ended());
      assertEquals(Http2Error.INTERNAL_ERROR.code(), half.reset());
      assertEquals("whole", client.get("/").body());
    }
  }

  @Test
  @DisplayName("R64 an upload that waits for a version to start arrives whole and once")
  void waits() throws Exception {
    try (var origin = TestOrigin.answering("awake");
        var client = gateway.http2Client()) {
      var asleep = gateway.route(1);
      gateway.apply(
          GatewayFixture.percent(100),
          new VersionRoute(asleep.name(), asleep.address(), List.of(), true));
      var stream = client.open(client.head("POST", "/").add("content-length", "200000"), false);
      stream.send(new byte[100_000], false);
      gateway.link().awaitDemand(Duration.ofSeconds(10));
      var given = client.open(client.head("POST", "/gone"), false);
      given.send(new byte[100_000], false);
      given.reset();

      gateway.serve(origin);
      stream.send(new byte[100_000], true);

      assertEquals("awake", stream.read().body());
      assertEquals(1, origin.requests().size());
      assertTrue(origin.requests().getFirst().endsWith("\r\n\r\n" + "\0".repeat(200_000)));
    }
  }
}
