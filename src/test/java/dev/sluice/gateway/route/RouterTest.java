package dev.sluice.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.domain.traffic.TableChange.Gone;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final ServiceRoute SHOP = TestRoutes.service("shop", 1, 2, 100);
  private static final ServiceRoute BANK = TestRoutes.service("bank", 2, 2, 100);

  private final Router router = new Router(new SplittableRandom(3));

  private static TableChange change(long base, long number, ServiceRoute... services) {
    return new TableChange(OptionalLong.of(base), number, List.of(services), Gone.NONE);
  }

  private TableOutcome.InForce apply(TableChange change) {
    return assertInstanceOf(TableOutcome.InForce.class, router.apply(change));
  }

  private Choice choose(String host) {
    return router.choose(host, TestRoutes.PLAIN);
  }

  private void assertServes(String host) {
    assertInstanceOf(Choice.To.class, choose(host)).claim().end();
  }

  private void assertUnknown(String host) {
    var refused = assertInstanceOf(Choice.Refused.class, choose(host));
    assertEquals(404, refused.refusal().status());
  }

  @Test
  @DisplayName("a change replaces its service's part and leaves every other as it was")
  void oneService() {
    apply(TableChange.to(new RoutingTable(1, List.of(SHOP, BANK))));
    var claim = assertInstanceOf(Choice.To.class, choose("bank.localhost")).claim();

    var outcome = apply(change(1, 2, TestRoutes.service("shop", 1, 2, 50, 50)));

    assertEquals(2, router.tableNumber());
    assertEquals(Set.of(new Endpoint("127.64.0.2", 8_002)), outcome.opened());
    assertEquals(Set.of(), outcome.closed());
    assertServes("shop-002.shop.localhost");
    assertServes("bank.localhost");
    assertFalse(claim.removed());
    claim.end();
  }

  @Test
  @DisplayName("a change for another table than the present one changes nothing")
  void unfounded() {
    apply(TableChange.to(new RoutingTable(5, List.of(SHOP))));
    assertInstanceOf(TableOutcome.Unfounded.class, router.apply(change(4, 6, BANK)));
    assertUnknown("bank.localhost");
    assertEquals(5, router.tableNumber());
    assertInstanceOf(TableOutcome.Older.class, router.apply(change(5, 5)));
    assertInstanceOf(TableOutcome.Older.class, router.apply(change(3, 4, BANK)));
    assertUnknown("bank.localhost");
  }

  @Test
  @DisplayName("a service that is gone leaves no host, no address and no instance in rotation")
  void gone() throws Exception {
    apply(TableChange.to(new RoutingTable(1, List.of(SHOP, BANK))));
    var claim = assertInstanceOf(Choice.To.class, choose("shop.localhost")).claim();
    var these = new Gone.These(Set.of(new ServiceName("shop")));

    var outcome = apply(new TableChange(OptionalLong.of(1), 2, List.of(), these));

    assertUnknown("shop.localhost");
    assertUnknown("shop-001.shop.localhost");
    assertInstanceOf(
        Choice.Refused.class, router.choose(new Endpoint("127.64.0.2", 8_001), TestRoutes.PLAIN));
    assertEquals(Set.of(new Endpoint("127.64.0.2", 8_001)), outcome.closed());
    assertServes("bank.localhost");
    assertTrue(claim.removed());
    assertEquals(3, router.figures().size(), "two of the bank, and the busy one");
    claim.end();
    var all = List.of("shop-001-0", "shop-001-1");
    for (var instance : all) {
      assertTrue(router.awaitIdle(new InstanceId(instance), Duration.ZERO));
    }
    assertEquals(2, router.figures().size());
  }

  @Test
  @DisplayName("the last part of a table takes out what no part has named")
  void inParts() {
    apply(TableChange.to(new RoutingTable(1, List.of(SHOP, BANK))));
    var mall = TestRoutes.service("mall", 3, 1, 100);
    apply(new TableChange(OptionalLong.empty(), 2, List.of(mall), Gone.NONE));
    assertServes("shop.localhost");
    var only = new Gone.AllBut(Set.of(new ServiceName("mall"), new ServiceName("bank")));
    apply(new TableChange(OptionalLong.of(2), 3, List.of(BANK), only));
    assertUnknown("shop.localhost");
    assertServes("mall.localhost");
    assertServes("bank.localhost");
  }

  @Test
  @DisplayName("an instance that comes back into the table is in rotation again, and counted on")
  void back() {
    apply(TableChange.to(new RoutingTable(1, List.of(TestRoutes.service("shop", 1, 1, 100)))));
    var claim = assertInstanceOf(Choice.To.class, choose("shop.localhost")).claim();
    apply(change(1, 2, TestRoutes.service("shop", 1, 0, 100)));
    assertInstanceOf(Choice.Refused.class, choose("shop.localhost"));
    apply(change(2, 3, TestRoutes.service("shop", 1, 1, 100)));
    assertServes("shop.localhost");
    assertEquals(1, router.figures().getFirst().inFlight());
    claim.end();
    assertEquals(0, router.figures().getFirst().inFlight());
  }

  @Test
  @DisplayName("an immutable map that is changed has what was put in, and the one before stays")
  void shardedMap() {
    var random = new SplittableRandom(11);
    var expected = new HashMap<Integer, Integer>();
    var map = new ShardedMap<Integer, Integer>();
    for (int round = 0; round < 2_000; round++) {
      var before = map;
      int key = random.nextInt(500);
      var present = before.get(key);
      if (random.nextInt(3) == 0) {
        expected.remove(key);
        map = map.with(Set.of(key), Map.of());
      } else {
        expected.put(key, round);
        map = map.with(Set.of(key), Map.of(key, round, key + 1_000, round));
        expected.put(key + 1_000, round);
      }
      assertEquals(present, before.get(key));
    }
    var same = map;
    expected.forEach((key, value) -> assertEquals(value, same.get(key)));
    assertEquals(expected.size(), map.values().count());
  }
}
