package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.OfInstance;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.engine.port.GatewayFigures.Second;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.StatusCounts;
import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the gateway counts, over its control channel.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FiguresTest {
  private static final String HOST = GatewayFixture.HOST;
  private static final List<Integer> STATUSES = List.of(200, 204, 302, 404, 429, 500, 503);

  private GatewayFixture gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  /// Answers `/STATUS/LENGTH` with that status and so long a body.
  private static TestOrigin obedient() throws IOException {
    return TestOrigin.of(
        connection -> {
          for (String request = connection.readRequest();
              !request.isEmpty();
              request = connection.readRequest()) {
            var path = request.split(" ", -1)[1].split("/", -1);
            int length = path[1].equals("204") ? 0 : Integer.parseInt(path[2]);
            String sized = path[1].equals("204") ? "" : "Content-Length: " + length + "\r\n";
            connection.send(
                "HTTP/1.1 " + path[1] + " As asked\r\n" + sized + "\r\n" + "x".repeat(length));
          }
        });
  }

  @Test
  @DisplayName(
      "every request counts once, and classes, bytes and latencies add up to what was sent")
  void adds() throws Exception {
    long seed = System.nanoTime();
    var expected = new HashMap<Integer, Long>();
    var in = new AtomicLong();
    var out = new AtomicLong();
    int clients = 8;
    int each = 150;
    try (var one = obedient();
        var two = obedient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      gateway.apply(
          GatewayFixture.percent(70, 30),
          gateway.route(1, GatewayFixture.origin("shop-001-i1", one)),
          gateway.route(2, GatewayFixture.origin("shop-002-i1", two)));
      var sending =
          IntStream.range(0, clients)
              .mapToObj(
                  client ->
                      threads.submit(
                          (Callable<Map<Integer, Long>>)
                              () -> send(new SplittableRandom(seed + client), each, in, out)))
              .toList();
      for (var sent : sending) {
        sent.get().forEach((status, count) -> expected.merge(status, count, Long::sum));
      }
      var counted = Counted.await(gateway.link(), (long) clients * each);
      var seconds = gateway.link().figures(Position.START).seconds();

      assertEquals(classes(expected), counted.statuses(), "seed " + seed);
      assertEquals(in.get(), counted.bytesIn());
      assertEquals(out.get(), counted.bytesOut());
      assertEquals(0, counted.retries());
      assertEquals(Map.of(), counted.gatewayErrors());
      assertEquals(classes(expected), statuses(seconds), "the seconds hold the same");
      assertEquals((long) clients * each, latencies(seconds), "each request has a latency");
      var totals = gateway.link().totals();
      assertEquals(
          (long) clients * each,
          totals.versions().stream()
              .flatMap(version -> version.latency().buckets().stream())
              .mapToLong(Long::longValue)
              .sum());
      assertEquals(classes(expected), ofInstances(totals), "instances hold the same");
    }
  }

  private Map<Integer, Long> send(
      SplittableRandom random, int requests, AtomicLong in, AtomicLong out) throws IOException {
    var sent = new HashMap<Integer, Long>();
    try (var client = gateway.client()) {
      for (int i = 0; i < requests; i++) {
        int status = STATUSES.get(random.nextInt(STATUSES.size()));
        int upload = random.nextInt(3_000);
        int download = random.nextInt(30_000);
        client.send(
            "PUT /%d/%d HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, download, HOST, upload, "y".repeat(upload)));
        assertEquals(status, client.read().status());
        in.addAndGet(upload);
        out.addAndGet(status == 204 ? 0 : download);
        sent.merge(status, 1L, Long::sum);
      }
    }
    return sent;
  }

  @Test
  @DisplayName("a second try is counted, and its request only once, at the instance that answered")
  void retries() throws Exception {
    var refusing = GatewayFixture.freeEndpoint();
    try (var good = obedient();
        var client = gateway.client()) {
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(
              1,
              new Origin(new InstanceId("shop-001-dead"), new Revision(1), refusing),
              GatewayFixture.origin("shop-001-good", good)));
      for (int i = 0; i < 8; i++) {
        assertEquals(200, client.get("/200/5", HOST).status());
      }
      var totals = Counted.awaitTotals(gateway.link(), 8);

      assertEquals(8, Counted.sum(totals).statuses().total());
      assertTrue(Counted.sum(totals).retries() > 0, "some went to the dead instance first");
      assertEquals(
          8,
          totals.instances().stream()
              .filter(of -> of.instance().value().equals("shop-001-good"))
              .mapToLong(of -> of.total().statuses().successful())
              .sum());
    }
  }

  @Test
  @DisplayName(
      "answers made by the gateway are counted by reason, for whom they are known to be for")
  void reasons() throws Exception {
    try (var dying =
            TestOrigin.of(
                connection -> {
                  connection.readRequest();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
        var client = gateway.client()) {
      gateway.apply(
          GatewayFixture.percent(100, 0),
          gateway.route(1, GatewayFixture.origin("shop-001-i1", dying)),
          gateway.route(2));
      assertEquals(404, client.get("/", "nobody.localhost").status());
      assertEquals(503, client.get("/", "shop-002." + HOST).status());
      try (var halved = gateway.client();
          var malformed = gateway.client()) {
        halved.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
        halved.readHead();
        assertEquals("half", new String(halved.in().readAllBytes(), StandardCharsets.UTF_8));
        malformed.send("GET / HTTP/1.1\r\nHost : " + HOST + "\r\n\r\n");
        assertEquals(400, malformed.read().status());
      }

      var counted = Counted.await(gateway.link(), 1);
      var refused = new HashMap<String, String>();
      for (var each : gateway.link().totals().refused()) {
        assertEquals(1, each.count());
        refused.put(
            each.status() + " " + each.reason(),
            each.service().map(Object::toString).orElse("-")
                + " "
                + each.version().map(Object::toString).orElse("-"));
      }

      assertEquals(Map.of("origin-closed", 1L), counted.gatewayErrors());
      assertEquals(1, counted.statuses().serverErrors(), "half an answer is a failure");
      assertEquals(
          Map.of(
              "404 unknown-host", "- -",
              "503 no-instance", "shop shop-002",
              "400 bad-request", "- -"),
          refused);
    }
  }

  @Test
  @DisplayName("who asks again misses no second and gets none twice, and a stranger gets them all")
  void seconds() throws Exception {
    try (var origin = obedient();
        var client = gateway.client()) {
      gateway.serve(origin);
      var position = Position.START;
      long seen = 0;
      for (int i = 0; i < 6; i++) {
        for (int request = 0; request < 10; request++) {
          client.get("/200/1", HOST);
        }
        Counted.await(gateway.link(), 10L * (i + 1));
        GatewayFigures figures = gateway.link().figures(position);
        position = figures.position();
        seen += statuses(figures.seconds()).total();
      }

      assertEquals(60, seen);
      assertEquals(
          60, statuses(gateway.link().figures(new Position("other", 9)).seconds()).total());
      assertEquals(
          List.of(),
          gateway.link().figures(position).seconds().stream()
              .flatMap(second -> second.instances().stream())
              .toList());
    }
  }

  @Test
  @DisplayName(
      "a version keeps what its instances counted that are gone; a version that is gone is forgotten")
  void gone() throws Exception {
    try (var first = obedient();
        var second = obedient();
        var client = gateway.client()) {
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(1, GatewayFixture.origin("shop-001-i1", first)));
      client.get("/200/1", HOST);
      Counted.await(gateway.link(), 1);
      gateway.apply(
          GatewayFixture.percent(100),
          gateway.route(1, GatewayFixture.origin("shop-001-i2", second)));
      client.get("/200/1", HOST);
      var totals = Counted.awaitTotals(gateway.link(), 2);
      assertEquals(2, Counted.sum(totals).statuses().successful());
      Eventually.holds(
          "the first instance is forgotten",
          () ->
              gateway.link().totals().instances().stream()
                  .map(of -> of.instance().value())
                  .toList()
                  .equals(List.of("shop-001-i2")));

      gateway.apply(GatewayFixture.service(GatewayFixture.percent(), new VersionRoute[0]));

      Eventually.holds(
          "the version is forgotten", () -> gateway.link().totals().versions().isEmpty());
    }
  }

  private static StatusCounts classes(Map<Integer, Long> statuses) {
    var sum = new long[6];
    statuses.forEach((status, count) -> sum[status / 100] += count);
    return new StatusCounts(sum[1], sum[2], sum[3], sum[4], sum[5]);
  }

  private static StatusCounts statuses(List<Second> seconds) {
    return seconds.stream()
        .flatMap(second -> second.instances().stream())
        .map(of -> of.counts().statuses())
        .reduce(StatusCounts.NONE, StatusCounts::plus);
  }

  private static StatusCounts ofInstances(GatewayTotals totals) {
    return totals.instances().stream()
        .map(of -> of.total().statuses())
        .reduce(StatusCounts.NONE, StatusCounts::plus);
  }

  private static long latencies(List<Second> seconds) {
    var sum = new AtomicLong();
    for (var second : seconds) {
      for (OfInstance of : second.instances()) {
        of.counts().latency().forEach((_, count) -> sum.addAndGet(count));
      }
    }
    return sum.get();
  }
}
