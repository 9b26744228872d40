package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.platform.process.Eventually;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Origins that speak HTTP/2 without TLS, behind user agents of both kinds.
class Http2OriginTest {
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
  @DisplayName("a request by HTTP/1.1 reaches it as HTTP/2, and its answer comes back as HTTP/1.1")
  void fromHttp1() throws Exception {
    var heads = new ArrayList<String>();
    try (var origin =
            Http2Origin.of(
                stream -> {
                  var head = stream.readRequest();
                  heads.add(head.toString());
                  var answer = new DefaultHttp2Headers().status("200").add("x-a", "b");
                  if (head.method().toString().equals("HEAD")) {
                    stream.head(answer.add("content-length", "9"), true);
                  } else {
                    stream.head(new DefaultHttp2Headers().status("103"), false);
                    stream.head(answer, false);
                    stream.data("hel", false);
                    stream.data("lo", false);
                    stream.head(new DefaultHttp2Headers().add("x-sum", "5"), true);
                  }
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(
          "POST /a?b HTTP/1.1\r\n"
              + H
              + "X-Up: 1\r\nConnection: close-not, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-End: 2\r\n\r\n");
      assertEquals(103, client.read().status());
      var answer = client.read();
      assertEquals("hello", answer.body());
      assertEquals("b", answer.header("x-a"));
      assertEquals("shop-001", answer.header("x-sluice-version"));
      assertEquals("5", answer.trailers().get("x-sum"));
      assertEquals("POST /a?b hi x-end=2", origin.requests().getFirst());
      var head = heads.getFirst();
      for (var field :
          List.of(
              ":scheme: http",
              ":authority: shop.localhost",
              "x-up: 1",
              "te: trailers",
              "x-forwarded-for: 127.0.0.1",
              "x-forwarded-host: shop.localhost")) {
        assertTrue(head.contains(field), head);
      }
      for (var field : List.of("transfer-encoding", "connection", "x-hop", "host: shop,")) {
        assertFalse(head.contains(field), head);
      }

      client.send("HEAD / HTTP/1.1\r\n" + H + "\r\n");
      assertEquals("9", client.read(false).header("content-length"));
      client.send("GET / HTTP/1.0\r\n" + H + "\r\n");
      assertTrue(client.readHead().statusLine().contains(" 200"));
      assertEquals("hello", new String(client.in().readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  @DisplayName("many requests share one connection, from user agents of both kinds")
  void shared() throws Exception {
    var go = new CountDownLatch(1);
    try (var origin =
            Http2Origin.of(
                stream -> {
                  stream.readRequest();
                  go.await();
                  stream.answer("done");
                });
        var client = new Http2Client(gateway.port())) {
      gateway.serve(origin);
      var streams = new ArrayList<Http2Client.Stream>();
      for (int i = 0; i < 100; i++) {
        streams.add(client.open(client.head("POST", "/").add("content-length", "0"), false));
      }
      Eventually.holds("all arrive", () -> origin.requests().size() == 100);
      assertEquals(1, origin.connections());
      go.countDown();
      for (var stream : streams) {
        assertEquals("done", stream.read().body());
      }
    }
  }

  @Test
  @DisplayName("an origin that allows one stream gets a connection for each request")
  void oneStream() throws Exception {
    var go = new CountDownLatch(1);
    try (var origin =
            new Http2Origin(
                Http2Settings.defaultSettings().maxConcurrentStreams(1),
                stream -> {
                  stream.readRequest();
                  go.await();
                  stream.answer("done");
                });
        var client = new Http2Client(gateway.port())) {
      gateway.serve(origin);
      var streams = new ArrayList<Http2Client.Stream>();
      for (int i = 0; i < 5; i++) {
        streams.add(client.open(client.head("GET", "/"), true));
      }
      Eventually.holds("all arrive", () -> origin.requests().size() == 5);
      assertEquals(5, origin.connections());
      go.countDown();
      for (var stream : streams) {
        assertEquals("done", stream.read().body());
      }
    }
  }

  @Test
  @DisplayName("a request that it refuses or has not looked at is sent again, also a POST")
  void unprocessed() throws Exception {
    for (boolean goAway : List.of(false, true)) {
      try (var origin =
              Http2Origin.of(
                  stream -> {
                    if (stream.number() == 1) {
                      stream.readHead();
                      if (goAway) {
                        stream.goAwayBeforeThis();
                      } else {
                        stream.reset(Http2Error.REFUSED_STREAM);
                      }
                    } else {
                      stream.readRequest();
                      stream.answer("done");
                    }
                  });
          var client = gateway.client()) {
        gateway.serve(origin);
        client.send("POST / HTTP/1.1\r\n" + H + "Content-Length: 5\r\n\r\nhello");
        assertEquals("done", client.read().body());
        assertEquals(List.of("POST / hello"), origin.requests());
      }
    }
  }

  @Test
  @DisplayName("a POST that it may have acted on is never sent twice; a GET is")
  void brokenOff() throws Exception {
    try (var origin =
            Http2Origin.of(
                stream -> {
                  stream.readRequest();
                  if (stream.number() == 2 || stream.number() == 4) {
                    stream.breakOff();
                  } else {
                    stream.answer("done");
                  }
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      assertEquals("done", client.get("/", "shop.localhost").body());
      client.send("POST / HTTP/1.1\r\n" + H + "Content-Length: 5\r\n\r\nhello");
      var answer = client.read();
      assertEquals(502, answer.status());
      assertEquals("origin-closed", answer.header("x-sluice-reason"));
      assertEquals("done", client.get("/3", "shop.localhost").body());
      assertEquals("done", client.get("/4", "shop.localhost").body());
      assertEquals(
          List.of("GET / ", "POST / hello", "GET /3 ", "GET /4 ", "GET /4 "), origin.requests());
    }
  }

  @Test
  @DisplayName("no request is lost while an origin asks again and again to be left")
  void goAways() throws Exception {
    try (var origin =
            Http2Origin.of(
                stream -> {
                  stream.readRequest();
                  if (stream.number() % 7 == 0) {
                    stream.goAway();
                  }
                  stream.answer("done");
                });
        var client = new Http2Client(gateway.port())) {
      gateway.serve(origin);
      for (int round = 0; round < 20; round++) {
        var streams = new ArrayList<Http2Client.Stream>();
        for (int i = 0; i < 20; i++) {
          streams.add(client.open(client.head("POST", "/"), true));
        }
        for (var stream : streams) {
          assertEquals("done", stream.read().body());
        }
      }
      assertEquals(400, origin.requests().size());
      assertTrue(origin.connections() > 1);
    }
  }

  @Test
  @DisplayName("an answer that breaks the rules is a 502 or broken off, never made to look whole")
  void malformed() throws Exception {
    try (var origin =
            Http2Origin.of(
                stream -> {
                  var path = stream.readRequest().path().toString();
                  var ok = new DefaultHttp2Headers(false).status("200");
                  switch (path) {
                    case "/no-status" -> stream.head(new DefaultHttp2Headers(false), true);
                    case "/line" -> stream.head(ok.add("x-a", "b\r\nx-b: c"), true);
                    case "/hop" -> stream.head(ok.add("connection", "close"), true);
                    case "/switch" -> stream.head(ok.status("101"), false);
                    case "/short" -> {
                      stream.head(ok.add("content-length", "9"), false);
                      stream.data("half", true);
                    }
                    case "/reset" -> {
                      stream.head(ok, false);
                      stream.data("half", false);
                      stream.reset(Http2Error.INTERNAL_ERROR);
                    }
                    default -> stream.answer("fine");
                  }
                });
        var client = new Http2Client(gateway.port())) {
      gateway.serve(origin);
      for (var path : List.of("/no-status", "/line", "/hop", "/switch")) {
        var answer = client.get(path);
        assertEquals(502, answer.status(), path + answer);
        assertEquals("origin-malformed", answer.header("x-sluice-reason"), path);
      }
      assertFalse(client.get("/reset").ended());
      var half = client.get("/short");
      assertTrue(!half.ended() || half.status() == 502, half.toString());
      assertEquals("fine", client.get("/").body());
    }
  }

  @Test
  @DisplayName("an origin that speaks HTTP/1.1 instead is found out before a request is sent")
  void foreign() throws Exception {
    try (var origin = TestOrigin.answering("hello");
        var client = gateway.client()) {
      var plain = GatewayFixture.origin("shop-001-a", origin);
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(
              1,
              new RoutingTable.Origin(
                  plain.instance(), plain.revision(), plain.endpoint(), Protocol.H2C)));
      var answer = client.get("/", "shop.localhost");
      assertEquals(502, answer.status());
      assertEquals("origin-protocol", answer.header("x-sluice-reason"));
      assertEquals(404, client.get("/", "nobody.localhost").status());
    }
    try (var client = gateway.client()) {
      assertEquals(502, client.get("/", "shop.localhost").status(), "nobody listens any more");
    }
  }

  @Test
  @DisplayName("a reader that stops costs no memory, and others of the same connection go on")
  void slowReader() throws Exception {
    var block = "x".repeat(50_000);
    var sent = new CountDownLatch(10);
    try (var origin =
            Http2Origin.of(
                stream -> {
                  if (stream.readRequest().path().toString().equals("/big")) {
                    stream.head(new DefaultHttp2Headers().status("200"), false);
                    for (int i = 0; i < 200; i++) {
                      stream.dataSlowly(block);
                    }
                    stream.data("", true);
                    sent.countDown();
                  } else {
                    stream.answer("small");
                  }
                });
        var client = new Http2Client(gateway.port())) {
      gateway.serve(origin);
      client.get("/");
      long before = PlatformDependent.usedDirectMemory();
      var slow = new ArrayList<Http2Client.Stream>();
      for (int i = 0; i < 10; i++) {
        var stream = client.open(client.head("GET", "/big"), true);
        stream.channel().config().setAutoRead(false);
        slow.add(stream);
      }
      assertFalse(sent.await(500, TimeUnit.MILLISECONDS), "the gateway took all of it");
      for (int i = 0; i < 20; i++) {
        assertEquals("small", client.get("/").body());
      }
      assertEquals(1, origin.connections());
      long grown = PlatformDependent.usedDirectMemory() - before;
      assertTrue(grown < 32_000_000, "direct memory grew by " + grown);
      for (var stream : slow) {
        stream.channel().config().setAutoRead(true);
        assertEquals(10_000_000, stream.read().body().length());
      }
    }
  }

  @Test
  @DisplayName("an upload stops while it does not take it, and an early answer comes through")
  void uploads() throws Exception {
    var go = new CountDownLatch(1);
    try (var origin =
            Http2Origin.of(
                stream -> {
                  var head = stream.readHead();
                  if (head.headers().path().toString().equals("/early")) {
                    stream.head(new DefaultHttp2Headers().status("413"), true);
                    stream.reset(Http2Error.NO_ERROR);
                  } else {
                    go.await();
                    stream.answer("" + stream.readBody().length());
                  }
                });
        var client = gateway.client();
        var early = gateway.client()) {
      gateway.serve(origin);
      early.send("POST /early HTTP/1.1\r\n" + H + "Content-Length: 9000000\r\n\r\nabc");
      assertEquals(413, early.read().status());
      client.send("POST /slow HTTP/1.1\r\n" + H + "Content-Length: 3000000\r\n\r\n");
      go.countDown();
      client.send(new byte[3_000_000]);
      assertEquals("3000000", client.read().body());
    }
  }

  @Test
  @DisplayName("a connection to an instance that left the table closes after its last request")
  void removed() throws Exception {
    var go = new CountDownLatch(1);
    try (var old =
            Http2Origin.of(
                stream -> {
                  stream.readRequest();
                  go.await();
                  stream.answer("old");
                });
        var next = Http2Origin.answering("next");
        var client = gateway.client();
        var other = gateway.client()) {
      gateway.serve(old);
      client.send("GET / HTTP/1.1\r\n" + H + "\r\n");
      Eventually.holds("it arrives", () -> old.requests().size() == 1);
      gateway.apply(
          GatewayFixture.percent(100), gateway.route(1, GatewayFixture.origin("shop-001-b", next)));
      assertEquals("next", other.get("/", "shop.localhost").body());
      assertEquals(1, old.openConnections());
      go.countDown();
      assertEquals("old", client.read().body());
      Eventually.holds("it is closed", () -> old.openConnections() == 0);
    }
  }
}
