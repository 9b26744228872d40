package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.engine.port.GatewayFigures.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
  private static final String HOST = GatewayFixture.HOST;

  private GatewayFixture gateway;
  private TestOrigin one;
  private TestOrigin two;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture();
    one = TestOrigin.answering("one");
    two = TestOrigin.answering("two");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    one.close();
    two.close();
  }

  @ParameterizedTest(name = "{0} %")
  @ValueSource(ints = {1, 20, 50, 99})
  @DisplayName("R22 any 100 requests give each version exactly its percentage")
  void exactSplit(int share) throws Exception {
    gateway.apply(
        GatewayFixture.percent(100 - share, share),
        gateway.route(1, GatewayFixture.origin("shop-001-a", one)),
        gateway.route(2, GatewayFixture.origin("shop-002-a", two)));
    try (var client = gateway.client()) {
      for (int round = 0; round < 3; round++) {
        int got = 0;
        for (int i = 0; i < 100; i++) {
          got += client.get("/", HOST).body().equals("two") ? 1 : 0;
        }
        assertEquals(share, got);
      }
    }
  }

  @ParameterizedTest(name = "{0} versions")
  @ValueSource(ints = {1, 2, 7})
  @DisplayName("R22 the shares hold over parallel connections (chi-square, p > 0.001)")
  void parallelSplit(int versions) throws Exception {
    int[] shares =
        Objects.requireNonNull(
            Map.of(
                    1,
                    new int[] {100},
                    2,
                    new int[] {80, 20},
                    7,
                    new int[] {40, 20, 15, 10, 8, 5, 2})
                .get(versions));
    var origins = new ArrayList<TestOrigin>();
    var routes = new VersionRoute[versions];
    for (int i = 0; i < versions; i++) {
      origins.add(TestOrigin.answering(Integer.toString(i)));
      routes[i] =
          gateway.route(i + 1, GatewayFixture.origin("shop-00" + (i + 1) + "-a", origins.get(i)));
    }
    gateway.apply(GatewayFixture.percent(shares), routes);
    var counts = new HashMap<String, AtomicInteger>();
    for (int i = 0; i < versions; i++) {
      counts.put(Integer.toString(i), new AtomicInteger());
    }
    parallel(
        64,
        () -> {
          try (var client = gateway.client()) {
            for (int i = 0; i < 100; i++) {
              count(counts, client.get("/", HOST).body()).incrementAndGet();
            }
          }
          return null;
        });
    double chiSquare = 0;
    for (int i = 0; i < versions; i++) {
      double expected = 6400 * shares[i] / 100.0;
      chiSquare += Math.pow(count(counts, Integer.toString(i)).get() - expected, 2) / expected;
    }
    // The 0.999 quantiles for 0, 1 and 6 degrees of freedom.
    double bound = Map.of(1, 1e-9, 2, 10.83, 7, 22.46).getOrDefault(versions, 0.0);
    assertTrue(chiSquare <= bound, counts + ": " + chiSquare);
    for (var origin : origins) {
      origin.close();
    }
  }

  private static void parallel(int times, Callable<Void> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(times, work))) {
        done.get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  @DisplayName(
      "R21 after the acknowledgement no request on an open connection goes by the old table")
  void appliesAtOnce() throws Exception {
    var both =
        new VersionRoute[] {
          gateway.route(1, GatewayFixture.origin("shop-001-a", one)),
          gateway.route(2, GatewayFixture.origin("shop-002-a", two))
        };
    gateway.apply(GatewayFixture.percent(100), both);
    // Odd epochs: a table change is under way. epoch / 2 even: version 1 has everything.
    var epoch = new AtomicLong();
    var ended = new AtomicBoolean();
    var requests = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<String>>();
      for (int i = 0; i < 8; i++) {
        clients.add(
            threads.submit(
                () -> {
                  try (var client = gateway.client()) {
                    while (!ended.get()) {
                      long before = epoch.get();
                      String body = client.get("/", HOST).body();
                      requests.incrementAndGet();
                      String wanted = before / 2 % 2 == 0 ? "one" : "two";
                      if (before % 2 == 0 && epoch.get() == before && !body.equals(wanted)) {
                        return body + " in epoch " + before;
                      }
                    }
                    return "";
                  }
                }));
      }
      for (int change = 1; requests.get() < 10_000; change++) {
        epoch.incrementAndGet();
        gateway.apply(
            change % 2 == 0 ? GatewayFixture.percent(100) : GatewayFixture.percent(0, 100), both);
        epoch.incrementAndGet();
        int until = requests.get() + 100;
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (requests.get() < until && System.nanoTime() < limit) {
          Thread.onSpinWait();
          Thread.onSpinWait();
        }
      }
      ended.set(true);
      for (var client : clients) {
        assertEquals("", client.get(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  @DisplayName("R23 sum 0: the domain answers 503, version host and address still work")
  void nobodyServes() throws Exception {
    gateway.apply(
        GatewayFixture.percent(), gateway.route(1, GatewayFixture.origin("shop-001-a", one)));
    try (var client = gateway.client();
        var direct = new RawClient("127.0.0.1", gateway.address(1).port())) {
      var answer = client.get("/", HOST);
      assertEquals(503, answer.status());
      assertEquals("no-version", answer.header("X-Sluice-Reason"));
      assertEquals("one", client.get("/", "shop-001.shop.localhost").body());
      assertEquals("one", direct.get("/", "whatever.example").body());
    }
  }

  @Test
  @DisplayName("a version without an instance answers 503")
  void noInstance() throws Exception {
    gateway.apply(GatewayFixture.percent(100), gateway.route(1));
    try (var client = gateway.client()) {
      var answer = client.get("/", HOST);
      assertEquals(503, answer.status());
      assertEquals("no-instance", answer.header("X-Sluice-Reason"));
    }
  }

  @Test
  @DisplayName("R4 a service that is not public answers 404, its version addresses still work")
  void notPublic() throws Exception {
    var open =
        GatewayFixture.service(
            GatewayFixture.percent(100),
            gateway.route(1, GatewayFixture.origin("shop-001-a", one)));
    gateway.apply(
        new ServiceRoute(open.name(), open.domains(), false, true, open.policy(), open.versions()));
    try (var client = gateway.client();
        var direct = new RawClient("127.0.0.1", gateway.address(1).port())) {
      var answer = client.get("/", HOST);
      assertEquals(404, answer.status());
      assertEquals("not-public", answer.header("X-Sluice-Reason"));
      assertEquals("one", direct.get("/", HOST).body());
    }
  }

  @Test
  @DisplayName(
      "R40 answers name version and revision, unless switched off, and an instance cannot fake them")
  void versionHeaders() throws Exception {
    try (var faking =
            TestOrigin.of(
                c -> {
                  while (!c.readRequest().isEmpty()) {
                    c.send(
                        "HTTP/1.1 200 OK\r\nX-Sluice-Version: x\r\nX-Sluice-Reason: y\r\nContent-Length: 0\r\n\r\n");
                  }
                });
        var client = gateway.client()) {
      var on =
          GatewayFixture.service(
              GatewayFixture.percent(100),
              gateway.route(1, GatewayFixture.origin("shop-001-a", 7, faking)));
      gateway.apply(on);
      var answer = client.get("/", HOST);
      assertEquals("shop-001", answer.header("X-Sluice-Version"));
      assertEquals("7", answer.header("X-Sluice-Revision"));
      assertEquals("", answer.header("X-Sluice-Reason"));
      gateway.apply(
          new ServiceRoute(on.name(), on.domains(), true, false, on.policy(), on.versions()));
      assertEquals("", client.get("/", HOST).header("X-Sluice-Version"));
    }
  }

  @Test
  @DisplayName("R25 a request in flight ends on its instance, which is idle only then")
  void inFlight() throws Exception {
    var arrived = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var slow =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  arrived.countDown();
                  if (go.await(10, TimeUnit.SECONDS)) {
                    c.send(TestOrigin.ok("slow"));
                  }
                });
        var client = gateway.client();
        var other = gateway.client()) {
      gateway.serve(slow);
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertTrue(arrived.await(5, TimeUnit.SECONDS));
      gateway.apply(
          GatewayFixture.percent(100), gateway.route(1, GatewayFixture.origin("shop-001-b", one)));
      assertEquals("one", other.get("/", HOST).body());
      var instance = new InstanceId("shop-001-a");
      assertFalse(gateway.link().awaitIdle(instance, Duration.ofMillis(100)));
      assertEquals(1, figures("shop-001-a"));
      go.countDown();
      assertEquals("slow", client.read().body());
      assertTrue(gateway.link().awaitIdle(instance, Duration.ofSeconds(5)));
    }
  }

  private int figures(String instance) throws Exception {
    return gateway
        .link()
        .figures(Position.START)
        .inFlight()
        .getOrDefault(new InstanceId(instance), 0);
  }

  @Test
  @DisplayName("R45 no request is lost while instances are replaced and drained")
  void replacesInstances() throws Exception {
    var ended = new AtomicBoolean();
    var requests = new AtomicInteger();
    var present = TestOrigin.answering("0");
    gateway.apply(
        GatewayFixture.percent(100),
        gateway.route(1, GatewayFixture.origin("shop-001-0", present)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<List<String>>>();
      for (int i = 0; i < 8; i++) {
        boolean post = i % 2 == 0;
        clients.add(threads.submit(() -> hammer(ended, requests, post)));
      }
      for (int i = 1; i <= 40; i++) {
        var next = TestOrigin.answering(Integer.toString(i));
        gateway.apply(
            GatewayFixture.percent(100),
            gateway.route(1, GatewayFixture.origin("shop-001-" + i, next)));
        assertTrue(
            gateway.link().awaitIdle(new InstanceId("shop-001-" + (i - 1)), Duration.ofSeconds(5)));
        int answered = present.requests().size();
        present.close();
        assertEquals(answered, present.requests().size(), "a request after the drain");
        present = next;
        int until = requests.get() + 50;
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (requests.get() < until && System.nanoTime() < limit) {
          Thread.onSpinWait();
        }
      }
      ended.set(true);
      for (var client : clients) {
        assertEquals(List.of(), client.get(10, TimeUnit.SECONDS));
      }
      assertTrue(requests.get() > 2000, requests + " requests");
    } finally {
      present.close();
    }
  }

  private List<String> hammer(AtomicBoolean ended, AtomicInteger requests, boolean post)
      throws IOException {
    var failures = new ArrayList<String>();
    String request =
        post
            ? "POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 2\r\n\r\nhi"
            : "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
    try (var client = gateway.client()) {
      while (!ended.get() && failures.isEmpty()) {
        client.send(request);
        var answer = client.read();
        requests.incrementAndGet();
        if (answer.status() != 200) {
          failures.add(answer.toString());
        }
      }
    }
    return failures;
  }

  @Test
  @DisplayName("requests go to the instance with the fewest in flight")
  void leastBusy() throws Exception {
    var go = new CountDownLatch(1);
    try (var stuck =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  if (go.await(10, TimeUnit.SECONDS)) {
                    c.send(TestOrigin.ok("stuck"));
                  }
                });
        var first = gateway.client();
        var client = gateway.client()) {
      gateway.serve(stuck);
      first.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (stuck.requests().isEmpty() && System.nanoTime() < limit) {
        Thread.onSpinWait();
      }
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(
              1,
              GatewayFixture.origin("shop-001-a", stuck),
              GatewayFixture.origin("shop-001-b", one)));
      for (int i = 0; i < 10; i++) {
        assertEquals("one", client.get("/", HOST).body());
      }
      go.countDown();
      assertEquals("stuck", first.read().body());
    }
  }

  private static AtomicInteger count(Map<String, AtomicInteger> counts, String version) {
    return Objects.requireNonNull(counts.get(version), version);
  }
}
