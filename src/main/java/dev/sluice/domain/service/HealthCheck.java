package dev.sluice.domain.service;

/// How an instance is found to be ready, and to stay so. No probe is sent before the initial delay
/// has passed (R17).
///
/// @param path of an HTTP probe; ignored by the other kinds
/// @param successes in a row that make an instance ready
/// @param failures in a row that take a ready instance out of rotation
public record HealthCheck(
    Kind kind,
    String path,
    int initialDelaySeconds,
    int intervalSeconds,
    int timeoutSeconds,
    int successes,
    int failures) {
  /// Initial delay 2 s is R13. A TCP probe is the one that suits a service nobody described. One
  /// success and three failures: a wrong "ready" is undone, a wrong "not ready" costs capacity.
  public static final HealthCheck DEFAULT = new HealthCheck(Kind.TCP, "/", 2, 1, 1, 1, 3);

  /// How to probe.
  public enum Kind {
    /// `GET path` answers 200 to 399
    HTTP,
    /// the port accepts a connection
    TCP,
    /// a running process is a ready one
    NONE
  }
}
