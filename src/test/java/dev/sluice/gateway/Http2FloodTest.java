package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.platform.process.Eventually;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// User agents that make the gateway work for nothing, each in a way that HTTP/2 allows. The
/// connection is told to calm down and closed, little reaches the origin, and a neighbour on
/// another connection is answered all the while.
class Http2FloodTest {
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final byte[] NOTHING = {};

  private GatewayFixture gateway;
  private TestOrigin origin;
  private Neighbour neighbour;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture();
    origin = TestOrigin.answering("hello");
    gateway.serve(origin);
    neighbour = new Neighbour(gateway.port());
  }

  @AfterEach
  void stop() throws Exception {
    try {
      neighbour.end();
      assertEquals(List.of(), List.copyOf(neighbour.failures));
    } finally {
      origin.close();
      gateway.close();
    }
  }

  /// Asks one request after the other, from before the flood to after it.
  private static final class Neighbour {
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Thread thread;
    private volatile boolean over;

    Neighbour(int port) throws Exception {
      var first = new CountDownLatch(1);
      thread = Thread.ofVirtual().start(() -> run(port, first));
      first.await();
    }

    private void run(int port, CountDownLatch first) {
      try (var client = new Http2Client(port)) {
        while (!over) {
          var answer = client.get("/neighbour");
          if (answer.status() != 200) {
            failures.add(answer.toString());
          }
          answered.incrementAndGet();
          first.countDown();
        }
      } catch (Exception e) {
        failures.add(e.toString());
      } finally {
        first.countDown();
      }
    }

    void end() throws InterruptedException {
      int soFar = answered.get();
      Eventually.holds(
          "ten more answers", () -> answered.get() >= soFar + 10 || !failures.isEmpty());
      over = true;
      thread.join();
    }
  }

  /// A connection that has begun with the preface and no settings.
  private RawClient raw() throws IOException {
    var raw = new RawClient("127.0.0.1", gateway.port());
    raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    raw.send(Http2Frames.frame(SETTINGS, 0, 0, NOTHING));
    return raw;
  }

  private static void assertCalmedDown(RawClient raw) throws IOException {
    assertEquals(Http2Error.ENHANCE_YOUR_CALM.code(), code(Http2Frames.await(raw.in(), GOAWAY), 4));
    assertTrue(raw.closed());
  }

  private static long code(Http2Frames.Frame frame, int at) {
    return frame.content().charAt(at + 3);
  }

  private long flooded() {
    return origin.requests().stream().filter(head -> !head.contains("/neighbour")).count();
  }

  @Test
  @DisplayName("streams that are opened and reset over and over (CVE-2023-44487)")
  void rapidReset() throws Exception {
    try (var raw = raw()) {
      var flood = new ByteArrayOutputStream();
      for (int i = 0; i < 201; i++) {
        flood.writeBytes(Http2Frames.get(2 * i + 1));
        flood.writeBytes(Http2Frames.frame(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8}));
      }
      raw.send(flood.toByteArray());
      assertCalmedDown(raw);
    }
    assertTrue(flooded() <= 201, flooded() + " requests");
  }

  @Test
  @DisplayName("streams that make the gateway reset them over and over (CVE-2025-8671)")
  void madeToReset() throws Exception {
    try (var raw = raw()) {
      var flood = new ByteArrayOutputStream();
      for (int i = 0; i < 201; i++) {
        flood.writeBytes(Http2Frames.get(2 * i + 1));
        // By nothing, which is an error of the stream.
        flood.writeBytes(Http2Frames.frame(WINDOW_UPDATE, 0, 2 * i + 1, new byte[4]));
      }
      raw.send(flood.toByteArray());
      assertCalmedDown(raw);
    }
  }

  @Test
  @DisplayName("PING")
  void pings() throws Exception {
    try (var client = gateway.http2Client()) {
      for (int i = 0; i < 11_000; i++) {
        var _ = client.channel().write(new DefaultHttp2PingFrame(i));
      }
      client.channel().flush();
      assertEquals(Http2Error.ENHANCE_YOUR_CALM.code(), client.awaitGoAway());
      client.awaitClosed();
    }
  }

  @Test
  @DisplayName("SETTINGS")
  void settings() throws Exception {
    try (var client = gateway.http2Client()) {
      for (int i = 0; i < 11_000; i++) {
        var _ = client.channel().write(new DefaultHttp2SettingsFrame(new Http2Settings()));
      }
      client.channel().flush();
      assertEquals(Http2Error.ENHANCE_YOUR_CALM.code(), client.awaitGoAway());
      client.awaitClosed();
    }
  }

  @Test
  @DisplayName("a body in pieces of nothing (CVE-2019-9518)")
  void emptyData() throws Exception {
    try (var raw = raw()) {
      var get = Http2Frames.get(1);
      get[4] = 4; // More follows.
      raw.send(get);
      var flood = new ByteArrayOutputStream();
      for (int i = 0; i < 3; i++) {
        flood.writeBytes(Http2Frames.frame(0, 0, 1, NOTHING));
      }
      raw.send(flood.toByteArray());
      assertCalmedDown(raw);
    }
  }

  @Test
  @DisplayName("a head in pieces without an end (CVE-2024-27316), small ones and large ones")
  void continuations() throws Exception {
    long before = PlatformDependent.usedDirectMemory();
    for (int size : new int[] {0, 1}) {
      try (var raw = raw()) {
        var flood = new ByteArrayOutputStream();
        flood.writeBytes(Http2Frames.frame(HEADERS, 0, 1, new byte[] {(byte) 0x82}));
        for (int i = 0; i < 17; i++) {
          flood.writeBytes(Http2Frames.frame(CONTINUATION, 0, 1, new byte[size]));
        }
        raw.send(flood.toByteArray());
        assertCalmedDown(raw);
      }
    }
    try (var raw = raw()) {
      raw.send(Http2Frames.frame(HEADERS, 0, 1, new byte[] {(byte) 0x82}));
      for (int i = 0; i < 3; i++) {
        raw.send(Http2Frames.frame(CONTINUATION, 0, 1, new byte[16_000]));
      }
      assertEquals(Http2Error.PROTOCOL_ERROR.code(), code(Http2Frames.await(raw.in(), GOAWAY), 4));
    }
    long grown = PlatformDependent.usedDirectMemory() - before;
    assertTrue(grown < 4_000_000, "direct memory grew by " + grown);
    assertEquals(0, flooded());
  }

  @Test
  @DisplayName("a head that is too long, or is only when it is unpacked, or has too many fields")
  void longHeads() throws Exception {
    try (var client = gateway.http2Client()) {
      var head = client.head("GET", "/");
      for (int i = 0; i < 4; i++) {
        head.add("x-long-" + i, "x".repeat(9_000));
      }
      assertEquals(431, client.open(head, true).read().status());
      var many = client.head("GET", "/");
      for (int i = 0; i < 200; i++) {
        many.add("x-many-" + i, "x");
      }
      assertEquals(431, client.open(many, true).read().status());
    }
    try (var raw = raw()) {
      raw.send(Http2Frames.frame(HEADERS, 5, 1, bomb(10_000)));
      assertTrue(Http2Frames.await(raw.in(), HEADERS).content().contains("431"));
      raw.send(Http2Frames.get(3));
      assertEquals(3, Http2Frames.await(raw.in(), HEADERS).stream(), "the connection goes on");
    }
    assertTrue(flooded() <= 1, flooded() + " requests");
  }

  /// One field of 4,000 bytes, and a byte for each time that it comes again.
  private static byte[] bomb(int times) {
    var block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x84, (byte) 0x86});
    // A new name, to be remembered; then a length of 7 bits with more to come.
    block.writeBytes(new byte[] {0x40, 1, 'x', 0x7f, (byte) 0xa1, 0x1e});
    block.writeBytes("v".repeat(4_000).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < times; i++) {
      block.write(0xbe);
    }
    return block.toByteArray();
  }
}
