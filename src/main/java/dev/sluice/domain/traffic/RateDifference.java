package dev.sluice.domain.traffic;

/// By how much the error rates of two versions differ, and whether that is more than chance.
///
/// The p-value is that of Campbell's recommendation for two-by-two tables (I. Campbell,
/// "Chi-squared and Fisher-Irwin tests of two-by-two tables with small sample recommendations",
/// Statistics in Medicine 26, 2007, 3661-3675), a little stricter: the chi-squared test with N - 1
/// where every expected count is at least 5 and Fisher's exact test, two-sided by Irwin's rule,
/// below that. The interval is Newcombe's hybrid score interval (R. G. Newcombe, "Interval
/// estimation for the difference between independent proportions", Statistics in Medicine 17, 1998,
/// 873-890, method 10); it says something at 0 errors as well.
///
/// A difference counts as real at p < 0.001 and not at the usual 0.05: who watches looks again
/// every second, and at 0.05 chance alone would cry wolf once in a few minutes.
///
/// @param points the second rate minus the first, in percentage points
/// @param lowPoints where the true difference begins with a confidence of 99.9 %
/// @param highPoints where it ends
/// @param chance probability of a difference at least as unlikely if both had the same rate, 0-1
public record RateDifference(double points, double lowPoints, double highPoints, double chance) {
  /// A smaller [#chance] makes a difference real.
  public static final double LEVEL = 0.001;

  /// The normal distribution has 99.9 % within so many standard deviations.
  private static final double Z = 3.2905267314919255;

  private static final double LEAST_EXPECTED = 5;

  /// Compares errors among requests.
  ///
  /// @param errors 0 to `requests`
  /// @throws IllegalArgumentException when there was no request on a side, or more errors than
  ///   requests
  public static RateDifference between(
      long requests, long errors, long otherRequests, long otherErrors) {
    check(requests, errors);
    check(otherRequests, otherErrors);
    double first = (double) errors / requests;
    double second = (double) otherErrors / otherRequests;
    double[] interval = interval(requests, errors, otherRequests, otherErrors, Z);
    return new RateDifference(
        100 * (second - first),
        100 * interval[0],
        100 * interval[1],
        chance(requests, errors, otherRequests, otherErrors));
  }

  private static void check(long requests, long errors) {
    if (requests <= 0 || errors < 0 || errors > requests) {
      throw new IllegalArgumentException(errors + " errors among " + requests + " requests");
    }
  }

  /// Whether it is more than chance.
  public boolean real() {
    return chance < LEVEL;
  }

  private static double chance(long n1, long k1, long n2, long k2) {
    double all = (double) n1 + n2;
    double errors = (double) k1 + k2;
    if (errors == 0 || errors == all) {
      return 1;
    }
    double leastExpected = (double) Math.min(n1, n2) * Math.min(errors, all - errors) / all;
    return leastExpected < LEAST_EXPECTED
        ? fisher(n1, k1, n2, k2)
        : chiSquared((double) n1, (double) k1, (double) n2, (double) k2);
  }

  /// With N - 1 in place of N.
  private static double chiSquared(double n1, double k1, double n2, double k2) {
    double all = n1 + n2;
    double errors = k1 + k2;
    double cross = k1 * (n2 - k2) - k2 * (n1 - k1);
    double statistic = (all - 1) * cross / n1 * cross / n2 / errors / (all - errors);
    return twoSided(Math.sqrt(statistic));
  }

  /// Sums the probabilities of all tables with the same margins that are no likelier than this one.
  static double fisher(long n1, long k1, long n2, long k2) {
    long errors = k1 + k2;
    // The rarer outcome, so that the sum is short: there are few expected ones on some side.
    if (errors > n1 + n2 - errors) {
      return fisher(n1, n1 - k1, n2, n2 - k2);
    }
    long least = Math.max(0, errors - n2);
    long most = Math.min(errors, n1);
    // Relative to the present table; its own probability cancels out.
    double sum = 1;
    double noLikelier = 1;
    double relative = 1;
    for (long k = k1; k < most; k++) {
      relative *= (double) (n1 - k) * (errors - k) / ((double) (k + 1) * (n2 - errors + k + 1));
      sum += relative;
      noLikelier += atMostOne(relative);
    }
    relative = 1;
    for (long k = k1; k > least; k--) {
      relative *= (double) k * (n2 - errors + k) / ((double) (n1 - k + 1) * (errors - k + 1));
      sum += relative;
      noLikelier += atMostOne(relative);
    }
    return Math.min(1, noLikelier / sum);
  }

  /// Counts tables that are as likely, up to rounding.
  private static double atMostOne(double relative) {
    return relative <= 1 + 1e-7 ? relative : 0;
  }

  /// @return low and high of second minus first, as shares
  static double[] interval(long n1, long k1, long n2, long k2, double z) {
    double p1 = (double) k1 / n1;
    double p2 = (double) k2 / n2;
    double[] first = wilson((double) n1, p1, z);
    double[] second = wilson((double) n2, p2, z);
    double difference = p2 - p1;
    return new double[] {
      difference - Math.hypot(p2 - second[0], first[1] - p1),
      difference + Math.hypot(second[1] - p2, p1 - first[0])
    };
  }

  /// Wilson's score interval of one share.
  private static double[] wilson(double n, double p, double z) {
    double square = z * z;
    double middle = 2 * n * p + square;
    double half = z * Math.sqrt(square + 4 * n * p * (1 - p));
    double scale = 2 * (n + square);
    return new double[] {
      Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)
    };
  }

  /// Probability that a standard normal value is at least `z` away from 0.
  private static double twoSided(double z) {
    return erfc(z / Math.sqrt(2));
  }

  /// The complementary error function of a positive number, with a relative error below 1.2e-7 (W.
  /// H. Press et al., "Numerical Recipes in C", 2nd ed. 1992, section 6.2).
  private static double erfc(double x) {
    double t = 1 / (1 + x / 2);
    double polynomial = 0.17087277;
    double[] rest = {
      -0.82215223,
      1.48851587,
      -1.13520398,
      0.27886807,
      -0.18628806,
      0.09678418,
      0.37409196,
      1.00002368,
      -1.26551223
    };
    for (double coefficient : rest) {
      polynomial = polynomial * t + coefficient;
    }
    return t * Math.exp(-x * x + polynomial);
  }
}
