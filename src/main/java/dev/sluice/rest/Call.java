package dev.sluice.rest;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// One request on its way to the engine: what stood in the path, the query, the headers and the
/// body.
final class Call {
  static final int LARGEST_BODY = 1 << 20;
  private static final Pattern REVISION = Pattern.compile("\"?([0-9]{1,18})\"?");

  private final Map<String, String> path;
  private final Map<String, String> query;
  private final Optional<String> ifMatch;
  private final InputStream body;

  /// @param path what stood where the template has names
  Call(
      Map<String, String> path,
      Map<String, String> query,
      Optional<String> ifMatch,
      InputStream body) {
    this.path = path;
    this.query = query;
    this.ifMatch = ifMatch;
    this.body = body;
  }

  /// For a name that stands in the query instead of the path.
  static Call named(String field, String value) {
    return new Call(
        Map.of(field, value), Map.of(), Optional.empty(), InputStream.nullInputStream());
  }

  /// That has nothing but a query.
  static Call asking(Map<String, String> query) {
    return new Call(Map.of(), query, Optional.empty(), InputStream.nullInputStream());
  }

  ServiceName service() {
    String text = path.getOrDefault("service", "");
    if (!ServiceName.isValid(text)) {
      throw Refusals.notFound("Service", text);
    }
    return new ServiceName(text);
  }

  /// A version of [#service].
  VersionName version() {
    var service = service();
    var version = anyVersion();
    if (!version.service().equals(service)) {
      throw Refusals.notFound("Version", version.toString());
    }
    return version;
  }

  VersionName anyVersion() {
    String text = path.getOrDefault("version", "");
    return VersionName.parse(text).orElseThrow(() -> Refusals.notFound("Version", text));
  }

  InstanceId instance() {
    String text = path.getOrDefault("instance", "");
    try {
      return new InstanceId(text);
    } catch (IllegalArgumentException e) {
      throw Refusals.notFound("Instance", text);
    }
  }

  SnapshotId snapshot() {
    String text = path.getOrDefault("snapshot", "");
    if (!SnapshotId.isValid(text)) {
      throw Refusals.notFound("Snapshot", text);
    }
    return new SnapshotId(text);
  }

  OperationId operation() {
    String text = path.getOrDefault("operation", "");
    if (!OperationId.isValid(text)) {
      throw Refusals.notFound("Operation", text);
    }
    return new OperationId(text);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  int query(String name, int fallback, int least, int most) {
    var text = query(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw Refusals.wrongParameter(
        name, text.get(), "a whole number from %d to %d".formatted(least, most));
  }

  /// `page` and `size`, or the `cursor` that an earlier answer gave.
  Page.Request page() {
    int page = query("page", 0, 0, 10_000_000);
    return new Page.Request(query("cursor", page, 0, 10_000_000), query("size", 10, 1, 1_000));
  }

  /// Refuses parameters that are not among `known`.
  static void allowParameters(Set<String> given, Set<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw Refusals.unknownParameter(name);
      }
    }
  }

  /// The number in `If-Match: "7"`; empty also for `*`, which any revision meets.
  Optional<Long> ifMatch() {
    return ifMatch
        .map(String::strip)
        .filter(text -> !text.equals("*"))
        .map(
            text -> {
              var number = REVISION.matcher(text);
              if (!number.matches()) {
                throw Refusals.wrongParameter("If-Match", text, "a revision in quotes, like \"7\"");
              }
              return Long.parseLong(number.group(1));
            });
  }

  /// Refuses a request that was made on another revision than the present one. For calls that the
  /// engine cannot make conditional itself: a change in the same moment is not seen.
  ///
  /// @param present asked only when the request has a condition
  void expect(String what, LongSupplier present) {
    ifMatch()
        .ifPresent(
            base -> {
              long now = present.getAsLong();
              if (base != now) {
                throw Refusals.stale(what, base, now);
              }
            });
  }

  byte[] body() throws IOException {
    byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw Refusals.tooLarge(LARGEST_BODY);
    }
    return bytes;
  }

  InputStream stream() {
    return body;
  }
}
