package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.platform.process.Eventually;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A gateway's process that takes over from another one, with real sockets between them.
@EnabledOnOs(OS.LINUX)
class HandoverTest {
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path directory;
  private Endpoint address;

  @BeforeEach
  void chooseAddress() throws Exception {
    address = GatewayFixture.freeEndpoint();
  }

  private void serve(GatewayProcess gateway, String instance, TestOrigin origin) throws Exception {
    gateway.apply(
        GatewayFixture.service(
            GatewayFixture.percent(100),
            new VersionRoute(
                GatewayFixture.version(1),
                address,
                List.of(GatewayFixture.origin(instance, origin)),
                false)));
  }

  private static RawClient connect(int port) throws Exception {
    return new RawClient("127.0.0.1", port);
  }

  private static void awaitEnd(GatewayProcess gateway) throws Exception {
    assertTrue(gateway.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it ends by itself");
    assertEquals(0, gateway.process().exitValue());
  }

  /// A request on a connection that has been used may find it closed (RFC 9112, section 9.5); what
  /// is asked for the last time is announced.
  private static final class Customers implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Customers(int count, int port) {
      for (int i = 0; i < count; i++) {
        boolean keep = i % 2 == 0;
        threads.execute(() -> run(port, keep));
      }
    }

    private void run(int port, boolean keep) {
      while (!over.get()) {
        try (var client = connect(port)) {
          boolean more = true;
          while (more && !over.get()) {
            var answer = client.get("/", GatewayFixture.HOST);
            if (answer.status() == 200) {
              answered.incrementAndGet();
            } else {
              lost.add(answer.toString());
            }
            more = keep && !answer.header("Connection").equals("close");
          }
        } catch (Exception e) {
          lost.add(e.toString());
        }
      }
    }

    void awaitMore(int requests) throws InterruptedException {
      int wanted = answered.get() + requests;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (answered.get() < wanted && lost.isEmpty() && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }

    @Override
    public void close() {
      over.set(true);
      threads.close();
    }
  }

  @Test
  @DisplayName("R45 three handovers in a row under load refuse no connection and lose no request")
  void nothingLost() throws Exception {
    try (var first = new GatewayProcess(directory);
        var origin = TestOrigin.answering("x")) {
      serve(first, "shop-001-a", origin);
      long table = first.link().hello().orElseThrow().table();
      var present = first;
      var customers = new Customers(8, first.port());
      try (customers) {
        for (int i = 0; i < 3; i++) {
          customers.awaitMore(500);
          var before = present;
          present = before.next();
          customers.awaitMore(500);
          awaitEnd(before);
          assertEquals(table, present.link().hello().orElseThrow().table());
        }
        customers.awaitMore(500);
      }
      try (var last = present;
          var client = connect(address.port())) {
        assertEquals("x", client.get("/", "any.example").body(), "the version's address as well");
        assertEquals(List.of(), List.copyOf(customers.lost));
        assertEquals(table, last.link().hello().orElseThrow().table());
      }
    }
  }

  @Test
  @DisplayName("R21 whoever is still connected to the old gateway follows every change of traffic")
  void oldFollows() throws Exception {
    try (var old = new GatewayProcess(directory);
        var one = TestOrigin.answering("one");
        var two = TestOrigin.answering("two");
        var early = connect(old.port())) {
      serve(old, "shop-001-a", one);
      assertEquals("one", early.get("/", GatewayFixture.HOST).body());
      try (var next = old.next();
          var late = connect(next.port())) {
        serve(next, "shop-001-b", two);
        assertEquals("two", late.get("/", GatewayFixture.HOST).body());
        assertTrue(old.process().isAlive(), "someone is connected");
        var answer = early.get("/", GatewayFixture.HOST);
        assertEquals("two", answer.body());
        assertEquals("close", answer.header("Connection"));
        assertTrue(early.closed());
        awaitEnd(old);
        assertEquals("two", late.get("/", GatewayFixture.HOST).body());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (counted(next) < 3 && System.nanoTime() - end < 0) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        assertEquals(3, counted(next), "what the old one answered since then as well");
      }
    }
  }

  @Test
  @DisplayName("whoever reads figures across two handovers gets each request once")
  void figures() throws Exception {
    try (var origin = TestOrigin.answering("x");
        var first = new GatewayProcess(directory)) {
      serve(first, "shop-001-a", origin);
      var reader = new FiguresReader();
      var present = first;
      var customers = new Customers(8, first.port());
      try (customers) {
        for (int i = 0; i < 2; i++) {
          customers.awaitMore(500);
          reader.read(present);
          customers.awaitMore(500);
          var before = present;
          present = before.next();
          customers.awaitMore(500);
          awaitEnd(before);
          reader.read(present);
        }
      }
      try (var last = present) {
        assertEquals(List.of(), List.copyOf(customers.lost));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (reader.requests < customers.answered.get() && System.nanoTime() - end < 0) {
          reader.read(last);
          TimeUnit.MILLISECONDS.sleep(50);
        }
        assertEquals(customers.answered.get(), reader.requests);
      }
    }
  }

  /// Reads as an engine does: from where it has read to.
  private static final class FiguresReader {
    private Position position = Position.START;
    private long requests;

    void read(GatewayProcess gateway) throws Exception {
      var figures = gateway.link().figures(position);
      position = figures.position();
      requests +=
          figures.seconds().stream()
              .flatMap(second -> second.instances().stream())
              .mapToLong(of -> of.counts().statuses().total())
              .sum();
    }
  }

  private static long counted(GatewayProcess gateway) throws Exception {
    return gateway.link().totals().instances().stream()
        .filter(total -> total.instance().equals(new InstanceId("shop-001-b")))
        .mapToLong(total -> total.total().statuses().total())
        .sum();
  }

  @Test
  @DisplayName("R25 what is in flight ends on the old gateway, and draining waits for it")
  void inFlight() throws Exception {
    var proceed = new CountDownLatch(1);
    var slow =
        TestOrigin.of(
            connection -> {
              connection.readRequest();
              proceed.await();
              connection.send(TestOrigin.ok("late"));
            });
    try (var old = new GatewayProcess(directory);
        slow;
        var other = TestOrigin.answering("other");
        var client = connect(old.port())) {
      serve(old, "shop-001-a", slow);
      client.send("GET / HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (slow.requests().isEmpty() && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      try (var next = old.next()) {
        serve(next, "shop-001-b", other);
        var instance = new InstanceId("shop-001-a");
        assertFalse(next.link().awaitIdle(instance, Duration.ofMillis(100)));
        proceed.countDown();
        assertEquals("late", client.read().body());
        assertTrue(next.link().awaitIdle(instance, Duration.ofSeconds(LIMIT_SECONDS)));
        awaitEnd(old);
      }
    }
  }

  @Test
  @DisplayName("R25 HTTP/2 is told to go away, ends what is in flight, and finds the next gateway")
  void http2() throws Exception {
    var proceed = new CountDownLatch(1);
    var slow =
        TestOrigin.of(
            connection -> {
              connection.readRequest();
              proceed.await();
              connection.send(TestOrigin.ok("late"));
            });
    try (var old = new GatewayProcess(directory);
        slow;
        var client = new Http2Client(old.port())) {
      serve(old, "shop-001-a", slow);
      var before = client.open(client.head("GET", "/before"), true);
      Eventually.holds("it arrives", () -> slow.requests().size() == 1);
      try (var next = old.next()) {
        assertEquals(Http2Error.NO_ERROR.code(), client.awaitGoAway());
        // It may have been on its way before the word was heard.
        var late = client.open(client.head("GET", "/late"), true);
        try (var again = new Http2Client(next.port())) {
          var there = again.open(again.head("GET", "/there"), true);
          proceed.countDown();
          assertEquals("late", before.read().body());
          assertEquals("late", late.read().body());
          assertEquals("late", there.read().body());
        }
        client.awaitClosed();
        awaitEnd(old);
      }
    }
  }

  @Test
  @DisplayName("without another gateway, one that is to take over just starts")
  void nobodyThere() throws Exception {
    try (var origin = TestOrigin.answering("x")) {
      int port;
      try (var dead = new GatewayProcess(directory)) {
        serve(dead, "shop-001-a", origin);
        port = dead.port();
        dead.process().destroyForcibly().waitFor();
        try (var next = dead.next();
            var client = connect(port)) {
          assertEquals("x", client.get("/", GatewayFixture.HOST).body());
          assertNotEquals(dead.process().pid(), next.link().hello().orElseThrow().pid());
        }
      }
    }
  }
}
