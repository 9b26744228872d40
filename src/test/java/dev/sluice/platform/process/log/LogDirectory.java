package dev.sluice.platform.process.log;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogPage;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.logs.LogCursor;
import dev.sluice.engine.logs.LogPages;
import dev.sluice.engine.logs.LogSource;
import dev.sluice.platform.process.os.BoundedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A log in a directory of its own, written by a test at the times that it says.
final class LogDirectory {
  static final VersionName VERSION = new VersionName(new ServiceName("shop"), 1);
  static final InstanceId INSTANCE = new InstanceId("shop-001-i1");
  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final LogQuery ALL = LogQuery.of(new LogQuery.OfInstance(INSTANCE), 5_000);

  final BoundedLog files;
  TimedLog log;

  /// @param bytes the share of each of the five files
  LogDirectory(Path directory, long bytes) throws IOException {
    files = new BoundedLog(directory.resolve("output.log"), 5, bytes);
    log = new TimedLog(files);
    log.create();
  }

  /// What a restarted engine has.
  LogDirectory reopened() {
    log = new TimedLog(files);
    return this;
  }

  void append(String text) throws IOException {
    Files.writeString(files.file(), text, StandardOpenOption.APPEND);
  }

  /// Written `second` seconds after noon, and seen.
  void appendAt(int second, String text) throws IOException {
    append(text);
    touch(second);
    log.look();
  }

  void touch(int second) throws IOException {
    Files.setLastModifiedTime(files.file(), FileTime.from(at(second)));
  }

  static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  Path beside(String what) {
    return files.file().resolveSibling("output.log." + what);
  }

  LogSource source() throws IOException {
    return LogSource.of(VERSION, INSTANCE, log.reader());
  }

  LogPage page(LogQuery query) throws IOException {
    var cursor =
        query.cursor().map(text -> LogCursor.read(LogCursor.Kind.BACK, text).orElseThrow());
    return LogPages.read(List.of(source()), query, cursor);
  }

  static LogQuery newest(int limit) {
    return LogQuery.of(new LogQuery.OfInstance(INSTANCE), limit);
  }

  /// Everything kept, newest first.
  List<LogLine> all() throws IOException {
    var page = page(ALL);
    var lines = new ArrayList<>(page.lines());
    while (page.nextCursor().isPresent()) {
      page = page(ALL.from(page.nextCursor().get()));
      lines.addAll(page.lines());
    }
    return lines;
  }

  static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }
}
