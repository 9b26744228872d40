package dev.sluice.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  @DisplayName("R22 every window of 100 choices is exact, for any seed")
  void everyWindow() {
    var percent = List.of(61, 30, 7, 2);
    for (int seed = 0; seed < 50; seed++) {
      var split = new Split(percent, new SplittableRandom(seed));
      var chosen = new int[1000];
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = split.next();
      }
      for (int from = 0; from + 100 <= chosen.length; from++) {
        var counts = new int[percent.size()];
        for (int i = from; i < from + 100; i++) {
          counts[chosen[i]]++;
        }
        for (int candidate = 0; candidate < counts.length; candidate++) {
          assertEquals(percent.get(candidate), counts[candidate], "seed " + seed);
        }
      }
    }
  }

  @Test
  @DisplayName(
      "there are no long runs, and no strict alternation a user agent could be in step with")
  void runsAndPatterns() {
    for (int seed = 0; seed < 50; seed++) {
      var split = new Split(List.of(50, 50), new SplittableRandom(seed));
      int run = 0;
      int longest = 0;
      int last = -1;
      int evenOnes = 0;
      for (int i = 0; i < 200; i++) {
        int next = split.next();
        run = next == last ? run + 1 : 1;
        longest = Math.max(longest, run);
        last = next;
        evenOnes += i % 2 == 0 ? next : 0;
      }
      assertTrue(longest <= 4, "a run of " + longest + " with seed " + seed);
      assertTrue(evenOnes > 10 && evenOnes < 90, evenOnes + " of 100 with seed " + seed);
    }
  }

  @Test
  @DisplayName("R19 percentages that do not sum to 100 make no split")
  void sum() {
    assertThrows(
        IllegalArgumentException.class, () -> new Split(List.of(50, 49), new SplittableRandom(1)));
  }
}
