package dev.sluice.gateway.route;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

/// What is demanded of a split by percentage.
public final class SplitFigures {
  /// Of chi-square at p = 0.001, by degrees of freedom from 1.
  private static final double[] CRITICAL = {10.83, 13.82, 16.27, 18.47, 20.52, 22.46};

  private SplitFigures() {}

  /// Each share within half a point, and all together by the chi-square test (R22).
  public static void requireShares(int[] counts, int[] shares) {
    int total = Arrays.stream(counts).sum();
    double chiSquare = 0;
    for (int version = 0; version < shares.length; version++) {
      double expected = total * shares[version] / 100.0;
      double percent = 100.0 * counts[version] / total;
      assertTrue(
          Math.abs(percent - shares[version]) <= 0.5,
          shares[version] + " percent were " + percent + " of " + total);
      chiSquare += (counts[version] - expected) * (counts[version] - expected) / expected;
    }
    assertTrue(
        shares.length == 1 || chiSquare < CRITICAL[shares.length - 2],
        "chi-square is " + chiSquare + " for " + Arrays.toString(counts));
  }

  /// A version with p percent has one slot in each p-th part of a hundred, so it never waits for
  /// two parts.
  static void requireNoLongGaps(List<Integer> chosen, int[] shares) {
    for (int version = 0; version < shares.length; version++) {
      int last = 0;
      for (int i = 0; i < chosen.size(); i++) {
        if (chosen.get(i) == version) {
          int gap = i - last;
          assertTrue(
              gap <= 2 * 100.0 / shares[version], "a gap of " + gap + " at " + shares[version]);
          last = i;
        }
      }
    }
  }
}
