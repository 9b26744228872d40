package dev.sluice.engine.api;

import java.util.Optional;

/// How long answers took, from the end of the request's head to that of the answer, in
/// milliseconds, as the gateway measured it; time that a request waited for an instance counts.
/// Each figure is within 1 % of the true one.
///
/// A range says where a percentile would lie if more of the same were measured, with a confidence
/// of 99.9 %, by the order statistics (W. J. Conover, "Practical Nonparametric Statistics", 3rd ed.
/// 1999, section 3.2); it assumes that requests do not depend on each other. It is absent where
/// there were too few requests to tell. Two versions differ by more than chance where their ranges
/// are [Range#apart].
///
/// @param p50 half of the requests took no longer
/// @param p95 19 of 20 took no longer
/// @param p99 99 of 100 took no longer
public record Latency(
    double p50,
    double p95,
    double p99,
    double max,
    Optional<Range> p50Range,
    Optional<Range> p95Range,
    Optional<Range> p99Range) {

  /// Without ranges.
  public Latency(double p50, double p95, double p99, double max) {
    this(p50, p95, p99, max, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// In milliseconds.
  public record Range(double low, double high) {
    /// Whether nothing lies in both.
    public boolean apart(Range other) {
      return high < other.low || other.high < low;
    }
  }
}
