package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.gateway.http.Limits;
import dev.sluice.platform.process.Eventually;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final String HOST = GatewayFixture.HOST;
  private static final String ASKED = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 1_000;

  private GatewayFixture gateway;
  private TestOrigin origin;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture();
    origin = TestOrigin.answering("awake");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    origin.close();
  }

  /// Version 1 with these instances, started on demand when it has none.
  private void sleepy(Origin... origins) throws Exception {
    var route = gateway.route(1, origins);
    gateway.apply(
        GatewayFixture.percent(100),
        new VersionRoute(route.name(), route.address(), route.origins(), true));
  }

  private void wake() throws Exception {
    sleepy(GatewayFixture.origin("shop-001-i2", origin));
  }

  private void awaitDemand() throws Exception {
    assertEquals(Set.of(GatewayFixture.version(1)), gateway.link().awaitDemand(LIMIT));
  }

  private void awaitNoDemand() {
    Eventually.holds(
        "nobody waits", () -> gateway.link().awaitDemand(Duration.ofMillis(1)).isEmpty());
  }

  @Test
  @DisplayName("R64 the first request to a version that sleeps is held until it has an instance")
  void held() throws Exception {
    sleepy();
    assertEquals(Set.of(), gateway.link().awaitDemand(Duration.ofMillis(1)));
    try (var client = gateway.client();
        var direct = new RawClient("127.0.0.1", gateway.address(1).port())) {
      client.send(ASKED);
      direct.send(ASKED);
      awaitDemand();

      wake();

      assertEquals("awake", client.read().body());
      assertEquals("awake", direct.read().body());
      awaitNoDemand();
    }
  }

  @Test
  @DisplayName("R64 a request that waited arrives whole and once, and so does one sent behind it")
  void body() throws Exception {
    String part = "x".repeat(70_000);
    sleepy();
    try (var client = gateway.client()) {
      client.send(
          "POST /first HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 210000\r\n\r\n" + part);
      awaitDemand();
      client.send(part);

      wake();
      client.send(part + ASKED);

      assertEquals("awake", client.read().body());
      assertEquals("awake", client.read().body());
      assertEquals(2, origin.requests().size());
      assertTrue(origin.requests().getFirst().startsWith("POST /first "));
      assertTrue(origin.requests().getFirst().endsWith("\r\n\r\n" + part + part + part));
      assertTrue(origin.requests().getLast().startsWith("GET / "));
    }
  }

  @Test
  @DisplayName(
      "R64 requests that wait go on in the order they came, past a table without the instance")
  void order() throws Exception {
    sleepy();
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 20; i++) {
        clients.add(gateway.client());
        clients.getLast().send(ASKED);
      }
      awaitDemand();
      sleepy();
      awaitDemand();

      wake();

      for (var client : clients) {
        assertEquals("awake", client.read().body());
      }
      assertEquals(20, origin.requests().size());
    } finally {
      close(clients);
    }
  }

  @Test
  @DisplayName("R64 a version that is not started in time answers 503 and says so")
  void tooLate() throws Exception {
    gateway.close();
    gateway = new GatewayFixture(Limits.DEFAULT.withAnswerTime(Duration.ofMillis(300)));
    sleepy();
    try (var client = gateway.client()) {
      client.send(ASKED);

      var answer = client.read();

      assertEquals(503, answer.status());
      assertEquals("not-started", answer.header("X-Sluice-Reason"));
      awaitNoDemand();
      wake();
      assertEquals("awake", client.get("/", HOST).body());
    }
  }

  @Test
  @DisplayName("R64 who breaks off no longer waits, and the others still do")
  void breaksOff() throws Exception {
    sleepy();
    try (var patient = gateway.client()) {
      try (var impatient = gateway.client()) {
        impatient.send(ASKED);
        awaitDemand();
        // An end of its side alone could mean that it still takes the answer.
        impatient.socket().setSoLinger(true, 0);
      }
      awaitNoDemand();
      patient.send(ASKED);
      awaitDemand();

      wake();

      assertEquals("awake", patient.read().body());
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  @DisplayName("R64 a version that goes while requests wait for it answers them")
  void gone() throws Exception {
    sleepy();
    try (var client = gateway.client()) {
      client.send(ASKED);
      awaitDemand();

      gateway.apply(GatewayFixture.percent());

      var answer = client.read();
      assertEquals(503, answer.status());
      assertEquals("no-instance", answer.header("X-Sluice-Reason"));
    }
  }

  @Test
  @DisplayName("R64 no more than 1,000 requests wait for a version; the next one is told at once")
  void full() throws Exception {
    sleepy();
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < MOST_WAITING; i++) {
        clients.add(gateway.client());
        clients.getLast().send(ASKED);
      }
      // The gateway may look at a request later than at one that was sent after it.
      Eventually.holds("one too many is told so", () -> isTurnedAway(clients));

      wake();

      for (var client : clients.subList(0, 10)) {
        assertEquals("awake", client.read().body());
      }
    } finally {
      close(clients);
    }
  }

  private boolean isTurnedAway(List<RawClient> clients) throws Exception {
    var client = gateway.client();
    clients.add(client);
    client.socket().setSoTimeout(200);
    client.send(ASKED);
    try {
      return client.read().header("X-Sluice-Reason").equals("too-many-waiting");
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private static void close(List<RawClient> clients) throws Exception {
    for (var client : clients) {
      client.close();
    }
  }
}
