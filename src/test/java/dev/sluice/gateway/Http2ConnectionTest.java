package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.gateway.http.Limits;
import dev.sluice.platform.process.Eventually;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What concerns a whole connection of HTTP/2: its beginning and end, its limits, and streams that
/// stop without stopping the others. Floods are in [Http2FloodTest].
class Http2ConnectionTest {
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
        var client = gateway.http2Client()) {
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
        var client = gateway.http2Client()) {
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
        var client = gateway.http2Client()) {
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
        var client = gateway.http2Client()) {
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
        var client = gateway.http2Client()) {
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
    try (var client = gateway.http2Client()) {
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
