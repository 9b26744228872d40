package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What lasts long, while its instance is taken out: WebSockets and server-sent events.
class DrainTest {
  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET /chat HTTP/1.1",
          "Host: shop.localhost",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version: 13",
          "",
          "");
  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final InstanceId OLD = new InstanceId("shop-001-a");

  /// "going away", as a server sends it.
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  private GatewayFixture gateway;
  private TestOrigin next;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture();
    next = TestOrigin.answering("next");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    next.close();
  }

  private void replace() throws Exception {
    gateway.apply(
        GatewayFixture.percent(100), gateway.route(1, GatewayFixture.origin("shop-001-b", next)));
  }

  private static byte[] frame(String text) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    return frame;
  }

  private static byte[] masked(String text) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    return frame;
  }

  /// The status of a masked Close frame; 0 when it is something else.
  private static int closeStatus(InputStream in) throws IOException {
    byte[] frame = in.readNBytes(8);
    boolean close = frame.length == 8 && frame[0] == (byte) 0x88 && frame[1] == (byte) 0x82;
    return close ? ((frame[6] ^ frame[2]) & 0xff) << 8 | ((frame[7] ^ frame[3]) & 0xff) : 0;
  }

  @Test
  @DisplayName("a WebSocket goes on while its instance drains, then both sides are told to leave")
  void webSocket() throws Exception {
    BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readHead();
                  c.send(SWITCHED);
                  for (int i = 0; i < 2; i++) {
                    byte[] said = c.in().readNBytes(masked("hello").length);
                    c.socket().getOutputStream().write(frame("echo " + said.length));
                  }
                  told.add(closeStatus(c.in()));
                  c.socket().getOutputStream().write(GOING_AWAY);
                  c.in().read();
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(UPGRADE);
      assertEquals(101, client.read().status());
      client.send(masked("hello"));
      assertArrayEquals(frame("echo 11"), client.in().readNBytes(9));
      replace();
      client.send(masked("again"));
      assertArrayEquals(frame("echo 11"), client.in().readNBytes(9));

      assertTrue(gateway.link().awaitIdle(OLD, Duration.ofMillis(100)), "it ends within its time");

      assertArrayEquals(GOING_AWAY, client.in().readNBytes(4));
      assertEquals(1001, told.poll(10, TimeUnit.SECONDS));
      assertTrue(client.closed());
    }
  }

  @Test
  @DisplayName("a gateway that stops tells both sides of a WebSocket at once, and ends after it")
  void stopped() throws Exception {
    BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readHead();
                  c.send(SWITCHED);
                  told.add(closeStatus(c.in()));
                  c.socket().getOutputStream().write(GOING_AWAY);
                  c.in().read();
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(UPGRADE);
      assertEquals(101, client.read().status());

      var stopping = Thread.ofVirtual().start(gateway::stop);

      assertArrayEquals(GOING_AWAY, client.in().readNBytes(4));
      assertEquals(1001, told.poll(10, TimeUnit.SECONDS));
      byte[] answer = masked("12");
      answer[0] = (byte) 0x88;
      client.send(answer);
      assertTrue(client.closed());
      stopping.join();
    }
  }

  @Test
  @DisplayName("the word is never put inside a frame, and nothing follows it")
  void betweenFrames() throws Exception {
    var half = new CountDownLatch(1);
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readHead();
                  c.send(SWITCHED);
                  byte[] long1 = frame("0123456789");
                  c.socket().getOutputStream().write(long1, 0, 5);
                  half.countDown();
                  closeStatus(c.in());
                  c.socket().getOutputStream().write(long1, 5, 7);
                  c.socket().getOutputStream().write(frame("too late"));
                  c.in().read();
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(UPGRADE);
      assertEquals(101, client.read().status());
      assertArrayEquals(new byte[] {(byte) 0x81, 10, '0', '1', '2'}, client.in().readNBytes(5));
      assertTrue(half.await(10, TimeUnit.SECONDS));
      replace();
      assertTrue(gateway.link().awaitIdle(OLD, Duration.ofMillis(100)));
      assertEquals("3456789", new String(client.in().readNBytes(7), StandardCharsets.US_ASCII));
      assertArrayEquals(GOING_AWAY, client.in().readNBytes(4));
      assertTrue(client.closed());
    }
  }

  @Test
  @DisplayName("a WebSocket of an instance that stays is left alone, whoever waits for it")
  void stays() throws Exception {
    try (var origin =
            TestOrigin.of(
                c -> {
                  c.readHead();
                  c.send(SWITCHED);
                  c.in().transferTo(c.socket().getOutputStream());
                });
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send(UPGRADE);
      assertEquals(101, client.read().status());
      assertFalse(gateway.link().awaitIdle(OLD, Duration.ofMillis(100)));
      client.send(masked("hello"));
      assertArrayEquals(masked("hello"), client.in().readNBytes(11));
    }
  }

  @Test
  @DisplayName("server-sent events go on while their instance drains, by HTTP/1.1 and HTTP/2")
  void events() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    TestOrigin.Script script =
        c -> {
          c.readHead();
          c.send(
              String.join(
                  "\r\n",
                  "HTTP/1.1 200 OK",
                  "Content-Type: text/event-stream",
                  "Transfer-Encoding: chunked",
                  "",
                  ""));
          for (var event = "data: 0\n\n"; !event.isEmpty(); event = events.take()) {
            c.send(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
          }
        };
    try (var origin = TestOrigin.of(script);
        var client = gateway.client()) {
      gateway.serve(origin);
      client.send("GET /events HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
      assertEquals("HTTP/1.1 200 OK", client.readHead().statusLine());
      assertEquals("9\r\ndata: 0\n\n\r\n", text(client.in(), 14));
      replace();
      events.add("data: 1\n\n");
      assertEquals("9\r\ndata: 1\n\n\r\n", text(client.in(), 14));
      assertFalse(gateway.link().awaitIdle(OLD, Duration.ofMillis(100)));
      events.add("");
      assertTrue(client.closed(), "not made to look whole");
      try (var again = gateway.client()) {
        assertEquals("next", again.get("/events", "shop.localhost").body());
      }
    }
    try (var origin = TestOrigin.of(script);
        var client = new Http2Client(gateway.port())) {
      gateway.serve(origin);
      var stream = client.open(client.head("GET", "/events"), true);
      assertEquals("data: 0\n\n", stream.readPart());
      replace();
      events.add("data: 1\n\n");
      assertEquals("data: 1\n\n", stream.readPart());
      events.add("");
      assertFalse(stream.read().ended(), "not made to look whole");
      assertEquals("next", client.get("/events").body());
    }
  }

  private static String text(InputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }
}
