package dev.sluice.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.TableChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SplitOfRouterTest {
  private static final int REQUESTS = 100_000;

  private final Router router = new Router(new SplittableRandom(7));

  static Stream<int[]> shares() {
    return Stream.of(
        new int[] {100},
        new int[] {80, 20},
        new int[] {50, 50},
        new int[] {99, 1},
        new int[] {40, 20, 15, 10, 8, 5, 2});
  }

  private void serve(int... shares) {
    router.apply(
        TableChange.to(new RoutingTable(1, List.of(TestRoutes.service("shop", 0, 3, shares)))));
  }

  /// Ends at once, so that all instances are equally busy.
  private int choose() {
    var choice = router.choose("shop.localhost", TestRoutes.PLAIN);
    var claim = assertInstanceOf(Choice.To.class, choice).claim();
    claim.end();
    return claim.version().number() - 1;
  }

  private static int[] count(List<Integer> chosen, int versions) {
    var counts = new int[versions];
    chosen.forEach(version -> counts[version]++);
    return counts;
  }

  private List<List<Integer>> onThreads(int threads) throws Exception {
    var begin = new CyclicBarrier(threads);
    Callable<List<Integer>> chooser =
        () -> {
          var mine = new ArrayList<Integer>();
          begin.await();
          for (int i = 0; i < REQUESTS / threads; i++) {
            mine.add(choose());
          }
          return mine;
        };
    var all = new ArrayList<List<Integer>>();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      for (var one : executor.invokeAll(Collections.nCopies(threads, chooser))) {
        all.add(one.get());
      }
    }
    return all;
  }

  @ParameterizedTest(name = "R22 {0} on one thread: exact, without long runs")
  @MethodSource("shares")
  @DisplayName("R22 100,000 choices on one thread are exact, without long runs")
  void oneThread(int[] shares) {
    serve(shares);
    var chosen = new ArrayList<Integer>();
    for (int i = 0; i < REQUESTS; i++) {
      chosen.add(choose());
    }
    var counts = count(chosen, shares.length);
    for (int version = 0; version < shares.length; version++) {
      assertEquals(REQUESTS / 100 * shares[version], counts[version]);
    }
    SplitFigures.requireNoLongGaps(chosen, shares);
  }

  @ParameterizedTest(name = "R22 {0} on 64 threads")
  @MethodSource("shares")
  @DisplayName("R22 100,000 choices on 64 threads at once pass the chi-square test")
  void manyThreads(int[] shares) throws Exception {
    serve(shares);
    var all = onThreads(64).stream().flatMap(List::stream).toList();
    SplitFigures.requireShares(count(all, shares.length), shares);
  }

  @ParameterizedTest(name = "R22 {0} on 3 threads")
  @MethodSource("shares")
  @DisplayName("R22 what each of three event loops chooses has the shares as well")
  void eachLoop(int[] shares) throws Exception {
    serve(shares);
    for (var one : onThreads(3)) {
      var counts = count(one, shares.length);
      for (int version = 0; version < shares.length; version++) {
        double percent = 100.0 * counts[version] / one.size();
        // Who comes when is up to the scheduler, so a loop's own share can only be near.
        assertTrue(Math.abs(percent - shares[version]) < 5, shares[version] + " was " + percent);
      }
    }
  }

  @Test
  @DisplayName("R22 replacing instances all the time does not disturb the shares")
  void replaced() {
    var shares = new int[] {61, 30, 9};
    serve(shares);
    var chosen = new ArrayList<Integer>();
    for (int i = 0; i < 10_000; i++) {
      if (i % 7 == 0) {
        var service = TestRoutes.service("shop", 0, 1 + i % 5, shares);
        router.apply(
            new TableChange(OptionalLong.empty(), 2 + i, List.of(service), TableChange.Gone.NONE));
      }
      chosen.add(choose());
    }
    var counts = count(chosen, 3);
    for (int version = 0; version < shares.length; version++) {
      assertEquals(100 * shares[version], counts[version]);
    }
    SplitFigures.requireNoLongGaps(chosen, shares);
  }

  @Test
  @DisplayName("R19 a version with share 0 gets nothing")
  void zero() {
    serve(100, 0);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(0, choose());
    }
  }
}
