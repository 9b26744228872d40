package dev.sluice.engine.api;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.Optional;

/// Which lines of which log are wanted (R70).
///
/// A line whose time is not known is left out only when it must have been written outside of
/// `since` and `until`.
///
/// @param text part of the line, whatever the case of its letters; empty for all lines. What is
///   shown of a line is searched: its first 16 KiB
/// @param since inclusive
/// @param until exclusive, after `since`
/// @param cursor where to go on: for [DeploymentEngine#followLogs] that of a line; for
///   [DeploymentEngine#readLogs] that of a page, or that of a line, which then comes first again
/// @param limit how many lines at most, 1 to 5,000; of those that follow, how many of the past
public record LogQuery(
    Source source,
    String text,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<String> cursor,
    int limit) {
  public static final int DEFAULT_LIMIT = 200;
  public static final int MOST_LINES = 5_000;

  public LogQuery {
    if (limit < 1 || limit > MOST_LINES) {
      throw new IllegalArgumentException("limit " + limit);
    }
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw new IllegalArgumentException("since " + since.get() + ", until " + until.get());
    }
  }

  /// The newest lines of `source`, without a condition.
  public static LogQuery of(Source source, int limit) {
    return new LogQuery(source, "", Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  /// The same, from where an earlier answer ended.
  public LogQuery from(String earlier) {
    return new LogQuery(source, text, since, until, Optional.of(earlier), limit);
  }

  /// Only lines with `part` in them.
  public LogQuery containing(String part) {
    return new LogQuery(source, part, since, until, cursor, limit);
  }

  /// Only lines written from `first` to before `end`.
  public LogQuery between(Instant first, Instant end) {
    return new LogQuery(source, text, Optional.of(first), Optional.of(end), cursor, limit);
  }

  /// Whose log it is. Of a service or a version: what all its instances wrote, by time, also those
  /// that are gone while their log is kept.
  public sealed interface Source {}

  public record OfService(ServiceName service) implements Source {}

  public record OfVersion(VersionName version) implements Source {}

  public record OfInstance(InstanceId instance) implements Source {}

  /// What the operation did and when, why it failed, and the last lines of the instance that
  /// failed.
  public record OfOperation(OperationId operation) implements Source {}
}
