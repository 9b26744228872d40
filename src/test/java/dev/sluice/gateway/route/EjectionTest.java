package dev.sluice.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutedRequest;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EjectionTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName VERSION = new VersionName(SHOP, 1);
  private static final Endpoint ADDRESS = new Endpoint("127.64.0.1", 8080);
  private static final RoutedRequest ANY =
      new RoutedRequest() {
        @Override
        public String target() {
          return "/";
        }

        @Override
        public List<String> headers(String name) {
          return List.of();
        }
      };

  private long now;
  private final Router router = new Router(new SplittableRandom(1), () -> now);

  private void serve(int instances) {
    var origins = new ArrayList<RoutingTable.Origin>();
    for (int i = 0; i < instances; i++) {
      var endpoint = new Endpoint("127.0.0.1", 9_000 + i);
      origins.add(new RoutingTable.Origin(new InstanceId("i" + i), new Revision(1), endpoint));
    }
    var policy = new TrafficPolicy.ByPercent(new TreeMap<>(Map.of(VERSION, new Percent(100))));
    var version = new RoutingTable.VersionRoute(VERSION, ADDRESS, origins, false);
    var service =
        new RoutingTable.ServiceRoute(
            SHOP, Set.of("shop.localhost"), true, true, policy, List.of(version));
    assertInstanceOf(
        TableOutcome.InForce.class,
        router.apply(TableChange.to(new RoutingTable(1, List.of(service)))));
  }

  private Claim claim() {
    return assertInstanceOf(Choice.To.class, router.choose("shop.localhost", ANY)).claim();
  }

  /// Chooses `times`; the instance at `port` takes no connections, the others do.
  ///
  /// @return how often it was chosen
  private int choose(int times, int port) {
    int chosen = 0;
    for (int i = 0; i < times; i++) {
      var claim = claim();
      if (claim.endpoint().port() == port) {
        chosen++;
        claim.unreachable();
      } else {
        claim.reachable();
      }
      claim.end();
    }
    return chosen;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  @DisplayName("an instance that refuses three connections in a row is left out, for ever longer")
  void leftOut() {
    serve(3);
    assertEquals(3, choose(100, 9_001));
    pass(Duration.ofMillis(999));
    assertEquals(0, choose(100, 9_001));
    pass(Duration.ofMillis(1));
    assertEquals(1, choose(100, 9_001), "one try, and out again");
    pass(Duration.ofMillis(1_999));
    assertEquals(0, choose(100, 9_001));
    pass(Duration.ofMillis(1));
    assertEquals(1, choose(100, 9_001));
    pass(Duration.ofHours(1));
    assertEquals(1, choose(100, 9_001));
  }

  @Test
  @DisplayName("a connection that is taken brings it back for good")
  void back() {
    serve(2);
    assertEquals(3, choose(100, 9_000));
    pass(Duration.ofSeconds(1));
    assertEquals(0, choose(20, 1));
    assertEquals(3, choose(100, 9_000), "three failures are tolerated anew");
  }

  @Test
  @DisplayName("the last instance is never left out")
  void last() {
    serve(1);
    assertEquals(100, choose(100, 9_000));
  }

  @Test
  @DisplayName("when all are left out, all are tried")
  void all() {
    serve(3);
    var ports = new ArrayList<Integer>();
    for (int i = 0; i < 60; i++) {
      var claim = claim();
      ports.add(claim.endpoint().port());
      claim.unreachable();
      claim.end();
    }
    assertEquals(Set.of(9_000, 9_001, 9_002), Set.copyOf(ports.subList(30, 60)));
  }
}
