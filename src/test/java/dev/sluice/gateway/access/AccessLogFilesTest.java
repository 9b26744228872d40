package dev.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.gateway.access.AccessEntry.Answered;
import dev.sluice.gateway.access.AccessEntry.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AccessLogFilesTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName FIRST = new VersionName(SHOP, 1);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("access.log");
  }

  private static AccessEntry entry(String path) {
    return new AccessEntry(
        Instant.parse("2026-05-04T12:00:00.123456Z"),
        Optional.of(SHOP),
        Optional.of(FIRST),
        Optional.of(new InstanceId("shop-001-i1")),
        new Asked("GET", path, "127.0.0.1", "abc"),
        new Answered(502, "origin-closed", 12_345_678, 10, 20, 1));
  }

  private static List<String> lines(Path... files) throws IOException {
    var lines = new ArrayList<String>();
    for (var file : files) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines;
  }

  @Test
  @DisplayName("a line tells all that is known, and leaves out what is not")
  void line() {
    var known = JSON.readTree(AccessLine.of(entry("/a/b")));
    var unread =
        JSON.readTree(
            AccessLine.of(
                new AccessEntry(
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new Asked("", "", "::1", ""),
                    new Answered(400, "bad-request", 0, 0, 0, 0))));

    assertEquals(
        JSON.readTree(
            """
            {"time": "2026-05-04T12:00:00.123Z", "service": "shop", "version": "shop-001",
             "instance": "shop-001-i1", "method": "GET", "path": "/a/b", "status": 502,
             "bytesIn": 10, "bytesOut": 20, "durationMs": 12.346, "from": "127.0.0.1",
             "requestId": "abc", "retries": 1, "reason": "origin-closed"}
            """),
        known);
    assertEquals(
        JSON.readTree(
            """
            {"time": "1970-01-01T00:00:00Z", "status": 400, "bytesIn": 0, "bytesOut": 0,
             "durationMs": 0.0, "from": "::1", "retries": 0, "reason": "bad-request"}
            """),
        unread);
  }

  @Test
  @DisplayName("whatever a request says, it is one line and the same when read")
  void anyText() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder("/");
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append((char) random.nextInt(1, 256));
      }
      String line = new String(AccessLine.of(entry(text.toString())), StandardCharsets.UTF_8);

      assertEquals(line.length() - 1, line.indexOf('\n'), "seed " + seed);
      assertEquals(text.toString(), JSON.readTree(line).path("path").stringValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a?token=secret             | /a
          /a;jsessionid=secret/b      | /a/b
          /a;x=secret;y=secret?z      | /a
          /;secret                    | /
          /?                          | /
          /plain/path                 | /plain/path
          *                           | *
          /a?b?token=secret;/kept     | /a
          """)
  @DisplayName("of a target only the path is logged, without query and path parameters")
  void paths(String target, String logged) {
    assertEquals(logged, LoggedPath.of(target));
  }

  @Test
  @DisplayName("full files are renamed, the oldest is deleted, no line is split and none is twice")
  void rotates() throws Exception {
    var log = new AccessLog(new AccessLog.Options(file(), 1, 20_000, 3));
    log.start();
    for (int i = 0; i < 1_000; i++) {
      log.add(entry("/" + i));
    }
    log.close();

    var kept = lines(directory.resolve("access.log.2"), directory.resolve("access.log.1"), file());
    var numbers =
        kept.stream()
            .map(line -> JSON.readTree(line).path("path").stringValue().substring(1))
            .map(Integer::parseInt)
            .toList();
    assertEquals(0, log.dropped());
    assertEquals(999, numbers.getLast());
    for (int i = 1; i < numbers.size(); i++) {
      assertEquals(numbers.get(i - 1) + 1, numbers.get(i));
    }
    try (var files = Files.list(directory)) {
      for (var each : files.toList()) {
        assertTrue(Files.size(each) <= 20_000, each::toString);
      }
    }
    assertFalse(Files.exists(directory.resolve("access.log.3")));
  }

  @Test
  @DisplayName("a log that is opened again goes on where it was, and only its owner may read it")
  void opensAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      var log = new AccessLog(new AccessLog.Options(file(), 1, 20_000, 2));
      log.start();
      log.add(entry("/" + i));
      log.close();
    }

    assertEquals(3, lines(file()).size());
    if (Files.getFileStore(file()).supportsFileAttributeView("posix")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("on a full disk lines are dropped and counted, and nobody waits")
  void fullDisk() throws Exception {
    var log = new AccessLog(new AccessLog.Options(Path.of("/dev/full"), 1, 1 << 20, 1));
    log.start();
    for (int i = 0; i < 500; i++) {
      log.add(entry("/" + i));
    }
    log.close();

    assertEquals(500, log.dropped());
  }

  @Test
  @DisplayName("what waits to be written is bounded; the rest is counted as dropped")
  void bounded() throws Exception {
    var log = new AccessLog(new AccessLog.Options(file(), 1, 100 << 20, 1));
    int added = 25_000;
    for (int i = 0; i < added; i++) {
      log.add(entry("/" + i));
    }
    assertEquals(15_000, log.dropped(), "nothing has been written yet");

    log.start();
    log.close();

    assertEquals(10_000, lines(file()).size());
  }
}
