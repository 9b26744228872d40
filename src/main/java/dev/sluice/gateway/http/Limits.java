package dev.sluice.gateway.http;

import java.time.Duration;

/// What the proxy puts up with.
///
/// @param headBytes of a request's or an answer's head, and of trailers
/// @param headerCount of header lines in a head, and in trailers
/// @param headTime from the first byte of a head to its end
/// @param idleTime without a byte where the next one is the user agent's to send; and without
///   having taken what waits for it, up to some 64 KiB, where it is the user agent's to take
/// @param connectTime to connect to an origin
/// @param answerTime without a byte where the next one is the origin's to send or take
/// @param tunnelTime without a byte either way after an upgrade
/// @param repeatableBytes of a request's body that are kept to send them again
/// @param pooledTime an idle origin connection is kept; below the 5 s after which common servers
///   close theirs
public record Limits(
    int headBytes,
    int headerCount,
    Duration headTime,
    Duration idleTime,
    Duration connectTime,
    Duration answerTime,
    Duration tunnelTime,
    int repeatableBytes,
    Duration pooledTime) {
  public static final Limits DEFAULT =
      new Limits(
          32 * 1024,
          128,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          64 * 1024,
          Duration.ofSeconds(4));

  public Limits withHeadTime(Duration time) {
    return new Limits(
        headBytes,
        headerCount,
        time,
        idleTime,
        connectTime,
        answerTime,
        tunnelTime,
        repeatableBytes,
        pooledTime);
  }

  public Limits withAnswerTime(Duration time) {
    return new Limits(
        headBytes,
        headerCount,
        headTime,
        idleTime,
        connectTime,
        time,
        tunnelTime,
        repeatableBytes,
        pooledTime);
  }

  public Limits withIdleTime(Duration time) {
    return new Limits(
        headBytes,
        headerCount,
        headTime,
        time,
        connectTime,
        answerTime,
        tunnelTime,
        repeatableBytes,
        pooledTime);
  }
}
