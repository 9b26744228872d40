package dev.sluice.engine.api;

/// How long answers took, from the end of the request's head to that of the answer, in
/// milliseconds, as the gateway measured it; time that a request waited for an instance counts.
/// Each figure is within 1 % of the true one.
///
/// @param p50 half of the requests took no longer
/// @param p95 19 of 20 took no longer
/// @param p99 99 of 100 took no longer
public record Latency(double p50, double p95, double p99, double max) {}
