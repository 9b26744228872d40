package dev.sluice.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutedRequest;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyTest {
  private static final ServiceName SHOP = new ServiceName("shop");

  private final Router router = new Router(new SplittableRandom(5));
  private long number;

  private static ServiceRoute shop(boolean sticky, int... shares) {
    var percent = new TreeMap<VersionName, Percent>();
    for (int i = 0; i < shares.length; i++) {
      percent.put(new VersionName(SHOP, i + 1), new Percent(shares[i]));
    }
    var policy = new TrafficPolicy.ByPercent(percent, sticky);
    return TestRoutes.service("shop", 0, 2, shares.length, policy);
  }

  private void serve(ServiceRoute service) {
    router.apply(TableChange.to(new RoutingTable(++number, List.of(service))));
  }

  private Claim claim(String host, RoutedRequest request) {
    var claim = assertInstanceOf(Choice.To.class, router.choose(host, request)).claim();
    claim.end();
    return claim;
  }

  private Claim claim(String... cookies) {
    return claim("shop.localhost", TestRoutes.request(cookies));
  }

  @Test
  @DisplayName("a user agent stays at its version while others come anew by their shares")
  void stays() {
    serve(shop(true, 80, 20));
    var fresh = new int[2];
    for (int i = 0; i < 1_000; i++) {
      var first = claim();
      fresh[first.version().number() - 1]++;
      String cookie = Objects.requireNonNull(first.setCookie(false));
      String pair = cookie.substring(0, cookie.indexOf(';'));
      for (int again = 0; again < 5; again++) {
        var next = claim("other=1; " + pair + "; more=2");
        assertEquals(first.version(), next.version());
        assertNull(next.setCookie(false), "it has it already");
      }
    }
    assertEquals(List.of(800, 200), List.of(fresh[0], fresh[1]), "the shares hold for new ones");
  }

  @Test
  @DisplayName("one whose version has no share any more gets another, and is told so")
  void moved() {
    serve(shop(true, 0, 100));
    var moved = claim("sluice_version=shop-001");
    assertEquals(2, moved.version().number());
    assertEquals("sluice_version=shop-002; Path=/; HttpOnly; SameSite=Lax", moved.setCookie(false));
    assertTrue(String.valueOf(moved.setCookie(true)).endsWith("; Secure"));
  }

  @Test
  @DisplayName("one whose version has no instance gets another")
  void noInstance() {
    var shop = shop(true, 50, 50);
    var empty =
        new VersionRoute(
            shop.versions().getFirst().name(),
            shop.versions().getFirst().address(),
            List.of(),
            false);
    serve(
        new ServiceRoute(
            SHOP,
            shop.domains(),
            true,
            true,
            shop.policy(),
            List.of(empty, shop.versions().get(1))));
    int served = 0;
    for (int i = 0; i < 100; i++) {
      var choice = router.choose("shop.localhost", TestRoutes.request("sluice_version=shop-001"));
      served += choice instanceof Choice.To ? 1 : 0;
    }
    assertEquals(50, served, "half of them, as if they came anew");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sluice_version=",
        "sluice_version=shop-003",
        "sluice_version=bank-001",
        "sluice_version=\"shop-001\"",
        "sluice_version=shop-001 x",
        "sluice_version",
        "xsluice_version=shop-001",
        "sluice_versions=shop-001",
        "SLUICE_VERSION=shop-001",
        "a=sluice_version=shop-001",
        ";;;=;",
      })
  @DisplayName("a cookie that names no version with a share is as good as none")
  void forged(String cookie) {
    serve(shop(true, 50, 50, 0));
    var counts = new int[3];
    for (int i = 0; i < 100; i++) {
      counts[claim(cookie).version().number() - 1]++;
    }
    assertEquals(List.of(50, 50, 0), List.of(counts[0], counts[1], counts[2]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sluice_version=shop-002",
        "a=b; sluice_version=shop-002",
        "a=b;sluice_version=shop-002;c=d",
        "  sluice_version=shop-002  ",
      })
  @DisplayName("the cookie is found wherever it stands, also in a second header")
  void found(String cookie) {
    serve(shop(true, 99, 1));
    for (int i = 0; i < 200; i++) {
      assertEquals(2, claim(cookie).version().number());
      assertEquals(2, claim("x=y", cookie).version().number());
    }
  }

  @Test
  @DisplayName("without the option no cookie is set, and none is heeded")
  void off() {
    serve(shop(false, 80, 20));
    int second = 0;
    for (int i = 0; i < 100; i++) {
      var claim = claim("sluice_version=shop-002");
      assertNull(claim.setCookie(true));
      second += claim.version().number() - 1;
    }
    assertEquals(20, second);
  }

  @Test
  @DisplayName("who asks a version by its own name is not kept at it")
  void ownName() {
    serve(shop(true, 50, 50));
    assertNull(claim("shop-002.shop.localhost", TestRoutes.PLAIN).setCookie(false));
  }

  @Test
  @DisplayName("R64 one that waited for its version is kept at it")
  void waited() {
    var shop = shop(true, 100);
    var version = shop.versions().getFirst();
    var asleep = new VersionRoute(version.name(), version.address(), List.of(), true);
    serve(new ServiceRoute(SHOP, shop.domains(), true, true, shop.policy(), List.of(asleep)));
    var wait =
        assertInstanceOf(Choice.Wait.class, router.choose("shop.localhost", TestRoutes.PLAIN));
    serve(shop);
    var claim = assertInstanceOf(Choice.To.class, router.choose(wait, TestRoutes.PLAIN)).claim();
    assertTrue(String.valueOf(claim.setCookie(false)).startsWith("sluice_version=shop-001;"));
  }
}
