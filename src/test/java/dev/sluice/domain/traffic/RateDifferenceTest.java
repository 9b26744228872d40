package dev.sluice.domain.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RateDifferenceTest {
  private static final double Z_95 = 1.959963984540054;

  @Test
  @DisplayName("Fisher's exact test gives the published values")
  void published() {
    // Fisher's tea tasting, 3 of 4 against 1 of 4; and the studying men and women of textbooks.
    assertEquals(0.4857, RateDifference.fisher(4, 3, 4, 1), 5e-5);
    assertEquals(0.00276, RateDifference.fisher(12, 1, 12, 9), 5e-6);
  }

  @Test
  @DisplayName("Fisher's exact test equals the sum in whole numbers over every table up to 12 each")
  void exact() {
    for (int n1 = 1; n1 <= 12; n1++) {
      for (int n2 = 1; n2 <= 12; n2++) {
        for (int k1 = 0; k1 <= n1; k1++) {
          for (int k2 = 0; k2 <= n2; k2++) {
            assertEquals(
                byDefinition(n1, k1, n2, k2),
                RateDifference.fisher(n1, k1, n2, k2),
                1e-12,
                "%d/%d against %d/%d".formatted(k1, n1, k2, n2));
          }
        }
      }
    }
  }

  @Test
  @DisplayName("the interval is Newcombe's, by his own examples")
  void newcombe() {
    assertInterval(0.0524, 0.3339, RateDifference.interval(80, 48, 70, 56, Z_95));
    assertInterval(0.1705, 0.8090, RateDifference.interval(10, 3, 10, 9, Z_95));
    assertInterval(0.0582, 0.8062, RateDifference.interval(7, 2, 7, 6, Z_95));
    assertInterval(-0.0381, 0.1926, RateDifference.interval(29, 0, 56, 5, Z_95));
    assertInterval(-0.1611, 0.2775, RateDifference.interval(20, 0, 10, 0, Z_95));
    assertInterval(0.6791, 1, RateDifference.interval(20, 0, 10, 10, Z_95));
  }

  @Test
  @DisplayName("nothing is real among few requests, and 0 errors on both sides are no difference")
  void few() {
    assertFalse(RateDifference.between(1, 0, 1, 1).real());
    assertFalse(RateDifference.between(5, 0, 5, 5).real());
    assertTrue(RateDifference.between(20, 0, 20, 20).real());
    assertEquals(1, RateDifference.between(1_000_000, 0, 3, 0).chance());
    assertEquals(1, RateDifference.between(7, 7, 9, 9).chance());
  }

  @Test
  @DisplayName("a real difference has an interval that leaves out 0, on its side")
  void sides() {
    var worse = RateDifference.between(10_000, 20, 1_000, 30);
    var better = RateDifference.between(1_000, 30, 10_000, 20);

    assertTrue(worse.real());
    assertTrue(worse.lowPoints() > 0, worse::toString);
    assertEquals(2.8, worse.points(), 1e-9);
    assertEquals(-worse.highPoints(), better.lowPoints(), 1e-9);
    assertEquals(worse.chance(), better.chance(), 1e-12);
  }

  @Test
  @DisplayName("both tests agree where one gives way to the other")
  void seam() {
    for (int errors = 20; errors <= 60; errors += 5) {
      double exact = RateDifference.fisher(400, errors, 100, 20);
      double used = RateDifference.between(400, errors, 100, 20).chance();
      assertTrue(used < 2.5 * exact + 1e-4 && exact < 4 * used + 1e-4, exact + " and " + used);
    }
  }

  @Test
  @DisplayName("the same rate on both sides is called different less than once in 1,000 looks")
  void falseAlarms() {
    var random = new SplittableRandom(7);
    int alarms = 0;
    int looks = 20_000;
    for (int look = 0; look < looks; look++) {
      long large = 500 + random.nextLong(1_500);
      long small = 20 + random.nextLong(200);
      double rate = random.nextDouble(0.001, 0.1);
      if (RateDifference.between(
              large, errors(random, large, rate), small, errors(random, small, rate))
          .real()) {
        alarms++;
      }
    }
    // Four standard deviations above what the level allows.
    assertTrue(alarms <= 20 + 4 * Math.sqrt(20), alarms + " of " + looks);
  }

  @Test
  @DisplayName("sides without a request, and more errors than requests, are refused")
  void refused() {
    assertThrows(IllegalArgumentException.class, () -> RateDifference.between(0, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> RateDifference.between(1, 0, 1, 2));
  }

  private static void assertInterval(double low, double high, double[] interval) {
    assertEquals(low, interval[0], 5e-5);
    assertEquals(high, interval[1], 5e-5);
  }

  private static long errors(SplittableRandom random, long requests, double rate) {
    long errors = 0;
    for (long i = 0; i < requests; i++) {
      errors += random.nextDouble() < rate ? 1 : 0;
    }
    return errors;
  }

  private static double byDefinition(int n1, int k1, int n2, int k2) {
    int errors = k1 + k2;
    var observed = choose(n1, k1).multiply(choose(n2, k2));
    var sum = BigInteger.ZERO;
    for (int k = Math.max(0, errors - n2); k <= Math.min(errors, n1); k++) {
      var tables = choose(n1, k).multiply(choose(n2, errors - k));
      sum = tables.compareTo(observed) <= 0 ? sum.add(tables) : sum;
    }
    return new BigDecimal(sum)
        .divide(new BigDecimal(choose(n1 + n2, errors)), MathContext.DECIMAL64)
        .doubleValue();
  }

  private static BigInteger choose(int n, int k) {
    var result = BigInteger.ONE;
    for (int i = 0; i < k; i++) {
      result = result.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    return result;
  }
}
