package dev.sluice.console.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinkedSharesTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName ONE = new VersionName(SHOP, 1);
  private static final VersionName TWO = new VersionName(SHOP, 2);
  private static final VersionName THREE = new VersionName(SHOP, 3);

  private static LinkedShares shares(int... percent) {
    var map = new TreeMap<VersionName, Integer>();
    for (int i = 0; i < percent.length; i++) {
      map.put(new VersionName(SHOP, i + 1), percent[i]);
    }
    return new LinkedShares(map, Set.of(), Optional.empty(), map);
  }

  private static List<Integer> values(LinkedShares shares) {
    return List.copyOf(shares.percent().values());
  }

  @Test
  @DisplayName("raising one of two takes from the other")
  void two() {
    assertEquals(List.of(80, 20), values(shares(100, 0).move(TWO, 20)));
  }

  @Test
  @DisplayName("raising one takes from the others in proportion")
  void proportion() {
    assertEquals(List.of(40, 20, 40), values(shares(60, 30, 10).move(THREE, 40)));
  }

  @Test
  @DisplayName("lowering one gives to the others in proportion")
  void lowering() {
    assertEquals(List.of(20, 60, 20), values(shares(60, 30, 10).move(ONE, 20)));
  }

  @Test
  @DisplayName("a slider dragged away and back in many steps leaves everything as it was")
  void thereAndBack() {
    var before = shares(61, 28, 11);
    var moved = before;
    for (int percent :
        IntStream.concat(IntStream.rangeClosed(11, 100), IntStream.of(50, 7, 0, 11)).toArray()) {
      moved = moved.move(THREE, percent);
    }
    assertEquals(values(before), values(moved));
  }

  @Test
  @DisplayName("a locked share stays, and limits how far another can go")
  void locked() {
    var shares = shares(60, 30, 10).lock(ONE, true);
    assertEquals(List.of(60, 0, 40), values(shares.move(THREE, 90)));
    assertEquals(40, shares.most(THREE));
  }

  @Test
  @DisplayName("a share stays at 100 while nobody is there to give to")
  void alone() {
    assertEquals(List.of(100), values(shares(100).move(ONE, 30)));
    assertEquals(List.of(100), values(shares(0).move(ONE, 30)));
    assertEquals(List.of(0), values(shares(0).move(ONE, 0)));
  }

  @Test
  @DisplayName("R23 taking the service off gives nobody anything")
  void off() {
    var off = shares(60, 40).off();
    assertEquals(0, off.sum());
    assertEquals(TrafficPolicy.ByPercent.OFF, off.policy());
    assertEquals(List.of(25, 75), values(off.move(ONE, 25)));
  }

  @Test
  @DisplayName("the blue/green switch changes two places, and back")
  void exchange() {
    var switched = shares(95, 5).exchange(ONE, TWO);
    assertEquals(List.of(5, 95), values(switched));
    assertEquals(List.of(95, 5), values(switched.exchange(ONE, TWO)));
  }

  @Test
  @DisplayName("the blue/green switch takes the version that leads, or the one behind it")
  void blueGreen() {
    assertEquals(List.of(0, 0, 100), values(shares(100, 0, 0).blueGreen(THREE)));
    assertEquals(List.of(100, 0), values(shares(0, 100).blueGreen(TWO)));
    assertEquals(List.of(10, 20, 70), values(shares(70, 20, 10).blueGreen(THREE)));
    assertEquals(List.of(0, 100), values(shares(0, 0).blueGreen(TWO)), "the service was off");
    assertEquals(List.of(100), values(shares(100).blueGreen(ONE)), "there is no other");
  }

  @Test
  @DisplayName("a policy with a version that is not here cannot be taken over")
  void take() {
    var gone = TrafficPolicy.ByPercent.allTo(new VersionName(SHOP, 9));
    assertTrue(shares(60, 40).take(gone).isEmpty());
    var there = shares(60, 40).take(TrafficPolicy.ByPercent.allTo(TWO)).orElseThrow();
    assertEquals(List.of(0, 100), values(there));
  }

  @Test
  @DisplayName("shares that sum to neither 100 nor 0 are no shares")
  void sums() {
    assertThrows(IllegalArgumentException.class, () -> shares(60, 30));
  }

  @Test
  @DisplayName("R19 whatever is moved and locked, the sum is 100 and no share leaves 0 to 100")
  void alwaysWhole() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int run = 0; run < 2_000; run++) {
      int count = 1 + random.nextInt(8);
      var start = new int[count];
      start[random.nextInt(count)] = 100;
      var shares = shares(start);
      for (int step = 0; step < 20; step++) {
        var version = new VersionName(SHOP, 1 + random.nextInt(count));
        var before = shares;
        if (random.nextInt(4) == 0) {
          shares = shares.lock(version, random.nextBoolean());
          assertEquals(before.percent(), shares.percent(), "seed " + seed);
        } else {
          int wanted = random.nextInt(121) - 10;
          shares = shares.move(version, wanted);
          checkMove(before, shares, version, wanted, "seed " + seed + ": " + before);
        }
      }
    }
  }

  private static void checkMove(
      LinkedShares before, LinkedShares after, VersionName moved, int wanted, String what) {
    assertEquals(100, after.sum(), what);
    after.percent().values().forEach(share -> assertTrue(share >= 0 && share <= 100, what));
    before.locked().stream()
        .filter(locked -> !locked.equals(moved))
        .forEach(locked -> assertEquals(before.of(locked), after.of(locked), what));
    boolean someoneElse =
        after.percent().size() > before.locked().size() + (before.locked().contains(moved) ? 0 : 1);
    if (someoneElse) {
      assertEquals(Math.clamp(wanted, 0, before.most(moved)), after.of(moved), what);
    }
  }
}
