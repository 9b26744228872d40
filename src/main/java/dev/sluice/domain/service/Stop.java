package dev.sluice.domain.service;

/// How an instance is stopped (R62).
///
/// @param drainSeconds the longest that requests in flight are waited for
/// @param graceSeconds between the polite signal and the kill
public record Stop(int drainSeconds, int graceSeconds) {
  public static final Stop DEFAULT = new Stop(30, 10);
}
