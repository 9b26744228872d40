package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.gateway.http.Limits;
import dev.sluice.platform.process.Eventually;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  private Http2Client client() throws Exception {
    return new Http2Client(gateway.port());
  }

  @Test
  @DisplayName("a request reaches the origin as HTTP/1.1, and its answer comes back as HTTP/2")
  void both() throws Exception {
    try (var origin = TestOrigin.answering("hello");
        var client = client()) {
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
        var client = client()) {
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
        var client = client()) {
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
        var client = client()) {
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
        var client = client()) {
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
        var client = client()) {
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
    try (var client = client()) {
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
        var client = client()) {
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
        var client = client()) {
      gateway.serve(origin);
      var half = client.get("/half");
      assertEquals("half", half.body());
      assertFalse(half.ended());
      assertEquals(Http2Error.INTERNAL_ERROR.code(), half.reset());
      assertEquals("whole", client.get("/").body());
    }
  }

  @Test
  @DisplayName("who resets a stream waits for nothing: the origin notices, and is idle")
  void reset() throws Exception {
    var noticed = new CountDownLatch(1);
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  if (c.in().read() < 0) {
                    noticed.countDown();
                  }
                });
        var client = client()) {
      gateway.serve(origin);
      var stream = client.open(client.head("GET", "/"), true);
      Eventually.holds("it arrives", () -> !origin.requests().isEmpty());
      stream.reset();
      assertTrue(noticed.await(10, TimeUnit.SECONDS));
      assertTrue(gateway.link().awaitIdle(new InstanceId("shop-001-a"), Duration.ofSeconds(10)));
    }
  }

  @Test
  @DisplayName("a connection that breaks ends all of its requests")
  void broken() throws Exception {
    try (var origin = TestOrigin.of(c -> c.in().skipNBytes(1_000_000));
        var client = client()) {
      gateway.serve(origin);
      for (int i = 0; i < 10; i++) {
        client.open(client.head("POST", "/"), false).send(new byte[100], false);
      }
      Eventually.holds("they arrive", () -> origin.connections() == 10);
      client.channel().eventLoop().submit(() -> client.channel().unsafe().closeForcibly()).get();
      assertTrue(gateway.link().awaitIdle(new InstanceId("shop-001-a"), Duration.ofSeconds(10)));
    }
  }

  @Test
  @DisplayName("a reader that stops costs no memory, and the other streams go on")
  void slowReader() throws Exception {
    int size = 50_000_000;
    var block = "x".repeat(100_000);
    var sent = new CountDownLatch(1);
    try (var origin =
            TestOrigin.of(
                c -> {
                  for (var r = c.readRequest(); !r.isEmpty(); r = c.readRequest()) {
                    if (r.startsWith("GET /big")) {
                      c.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                      for (int i = 0; i < size / block.length(); i++) {
                        c.send(block);
                      }
                      sent.countDown();
                    } else {
                      c.send(TestOrigin.ok("small"));
                    }
                  }
                });
        var client = client()) {
      gateway.serve(origin);
      client.get("/");
      long before = PlatformDependent.usedDirectMemory();
      var big = client.open(client.head("GET", "/big"), true);
      big.channel().config().setAutoRead(false);
      assertFalse(sent.await(500, TimeUnit.MILLISECONDS), "the gateway took all of it");
      assertEquals("small", client.get("/").body());
      long grown = PlatformDependent.usedDirectMemory() - before;
      assertTrue(grown < 16_000_000, "direct memory grew by " + grown);
      big.channel().config().setAutoRead(true);
      assertEquals(size, big.read().body().length());
    }
  }

  @Test
  @DisplayName("an upload that the origin does not take stops, and the other streams go on")
  void slowOrigin() throws Exception {
    var go = new CountDownLatch(1);
    int size = 20_000_000;
    try (var origin =
            TestOrigin.of(
                c -> {
                  var head = c.readHead();
                  if (head.startsWith("POST")) {
                    go.await();
                    c.in().skipNBytes(size);
                  }
                  c.send(TestOrigin.ok("done"));
                });
        var client = client()) {
      gateway.serve(origin);
      var upload = client.open(client.head("POST", "/").add("content-length", "" + size), false);
      var written =
          upload
              .channel()
              .writeAndFlush(
                  new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[size]), true));
      assertFalse(written.await(500, TimeUnit.MILLISECONDS), "the gateway took all of it");
      assertEquals("done", client.get("/").body());
      go.countDown();
      assertEquals("done", upload.read().body());
    }
  }

  @Test
  @DisplayName("R64 an upload that waits for a version to start arrives whole and once")
  void waits() throws Exception {
    try (var origin = TestOrigin.answering("awake");
        var client = client()) {
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

  @Test
  @DisplayName("a gateway that stops says so first, and serves what is on its way meanwhile")
  void stops() throws Exception {
    var go = new CountDownLatch(1);
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  go.await();
                  c.send(TestOrigin.ok("late"));
                });
        var client = client()) {
      gateway.serve(origin);
      var before = client.open(client.head("GET", "/"), true);
      Eventually.holds("it arrives", () -> origin.requests().size() == 1);
      var stopping = Thread.ofVirtual().start(gateway::stop);
      assertEquals(Http2Error.NO_ERROR.code(), client.awaitGoAway());
      go.countDown();
      assertEquals("late", before.read().body());
      client.awaitClosed();
      stopping.join();
    }
  }

  @Test
  @DisplayName("a connection without a request is closed after a while, with a word")
  void idle() throws Exception {
    gateway.close();
    gateway = new GatewayFixture(Limits.DEFAULT.withIdleTime(Duration.ofMillis(300)));
    try (var client = client()) {
      assertEquals(Http2Error.NO_ERROR.code(), client.awaitGoAway());
      client.awaitClosed();
    }
  }

  @Test
  @DisplayName("more streams than allowed are refused, so that they can be sent again safely")
  void tooManyStreams() throws Exception {
    var go = new CountDownLatch(1);
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  go.await();
                  c.send(TestOrigin.ok("served"));
                });
        var raw = new RawClient("127.0.0.1", gateway.port())) {
      gateway.serve(origin);
      raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      raw.send(Http2Frames.frame(4, 0, 0, new byte[0]));
      for (int i = 0; i < 129; i++) {
        raw.send(Http2Frames.get(2 * i + 1));
      }
      var reset = Http2Frames.await(raw.in(), 3);
      assertEquals(257, reset.stream());
      assertEquals(Http2Error.REFUSED_STREAM.code(), reset.content().charAt(3));
      go.countDown();
    }
  }

  @Test
  @DisplayName("a preface that comes in pieces is one, and what only begins like it is HTTP/1.1")
  void preface() throws Exception {
    try (var origin = TestOrigin.answering("hello");
        var raw = new RawClient("127.0.0.1", gateway.port());
        var http1 = gateway.client()) {
      gateway.serve(origin);
      for (char c : "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".toCharArray()) {
        raw.send(String.valueOf(c));
      }
      raw.send(Http2Frames.frame(4, 0, 0, new byte[0]));
      assertEquals(4, Http2Frames.await(raw.in(), 4).type());
      http1.send("P");
      http1.send("OST / HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 0\r\n\r\n");
      assertEquals("hello", http1.read().body());
    }
  }
}
