package dev.sluice.platform.process;

import static dev.sluice.platform.process.Workshop.VERSION;
import static dev.sluice.platform.process.Workshop.shell;
import static dev.sluice.platform.process.Workshop.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogPage;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.RecordedLines;
import dev.sluice.engine.logs.LogCursor;
import dev.sluice.engine.logs.LogFollower;
import dev.sluice.engine.logs.LogFollower.Present;
import dev.sluice.engine.logs.LogPages;
import dev.sluice.engine.logs.LogSource;
import dev.sluice.engine.port.Platform.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("The log of a real process")
class InstanceLogTest {
  private static final LogQuery ALL = LogQuery.of(new LogQuery.OfVersion(VERSION), 5_000);

  /// Writes one line for each file that appears.
  private static final String ON_COMMAND =
      "n=1; while :; do if [ -e go-$n ]; then echo line $n; n=$((n+1)); else sleep 0.01; fi; done";

  @TempDir Path data;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(data);
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    workshop.close();
  }

  private List<LogSource> sources() {
    return workshop.platform.logs(VERSION).stream()
        .sorted()
        .map(id -> LogSource.of(VERSION, id, workshop.platform.readLog(VERSION, id)))
        .toList();
  }

  private LogPage read(LogQuery query) {
    return LogPages.read(sources(), query, Optional.empty());
  }

  private List<String> oldestFirst() {
    return read(ALL).lines().reversed().stream().map(LogLine::text).toList();
  }

  private void go(String instance, int line) throws IOException {
    var directory = data.resolve("versions").resolve(VERSION.toString()).resolve("instances");
    Files.createFile(directory.resolve(instance).resolve("go-" + line));
    Eventually.holds(
        "line " + line, () -> oldestFirst().stream().filter(("line " + line)::equals).count() > 0);
  }

  @Test
  @DisplayName("R70 lines of several processes are read by the time at which they were written")
  void together() throws Exception {
    workshop.start(spec("shop-001-i1", shell(ON_COMMAND)));
    workshop.start(spec("shop-001-i2", shell(ON_COMMAND.replace("line", "and line"))));
    var before = Instant.EPOCH;
    for (int i = 1; i <= 3; i++) {
      go("shop-001-i1", i);
      var first = read(ALL).lines().getFirst();
      assertEquals("line " + i, first.text());
      assertTrue(first.at().orElseThrow().isAfter(before), "times grow");
      before = first.at().orElseThrow();
      var second = "and line " + i;
      Files.createFile(data.resolve("versions/shop-001/instances/shop-001-i2").resolve("go-" + i));
      Eventually.holds(second, () -> oldestFirst().contains(second));
    }

    assertEquals(
        IntStream.rangeClosed(1, 3)
            .boxed()
            .flatMap(i -> List.of("line " + i, "and line " + i).stream())
            .toList(),
        oldestFirst());
    var times = read(ALL).lines().stream().map(line -> line.at().orElseThrow()).toList();
    assertEquals(times.stream().sorted(Comparator.reverseOrder()).toList(), times);
  }

  @Test
  @DisplayName("R70 the log, its times and a place in it outlive the engine, as the process does")
  void takenOver() throws Exception {
    var spec = spec("shop-001-i1", shell(ON_COMMAND));
    var started = workshop.start(spec);
    for (int i = 1; i <= 4; i++) {
      go("shop-001-i1", i);
    }
    var before = read(ALL).lines();
    var page = read(LogQuery.of(ALL.source(), 2));

    workshop = workshop.restarted();
    workshop.run(Workshop.committed(spec, started));
    go("shop-001-i1", 5);

    var after = read(ALL).lines();
    assertEquals("line 5", after.getFirst().text());
    assertEquals(before, after.subList(1, 5));
    var cursor = LogCursor.read(LogCursor.Kind.BACK, page.nextCursor().orElseThrow());
    assertEquals(before.subList(2, 4), LogPages.read(sources(), ALL, cursor).lines());
  }

  @Test
  @DisplayName("R70 a process is followed live")
  void live() throws Exception {
    workshop.start(spec("shop-001-i1", shell(ON_COMMAND)));
    go("shop-001-i1", 1);
    var lines = new RecordedLines();

    try (var _ =
        new LogFollower(() -> new Present(sources(), false), ALL, Optional.empty(), lines)
            .start()) {
      lines.await("line 1");
      for (int i = 2; i <= 5; i++) {
        go("shop-001-i1", i);
      }
      lines.await("line 5");
    }

    assertEquals(IntStream.rangeClosed(1, 5).mapToObj(i -> "line " + i).toList(), lines.texts());
    assertTrue(lines.lines().stream().allMatch(line -> line.at().isPresent()));
  }

  @Test
  @DisplayName("R70 the log of a process that is gone is read while it is kept")
  void gone() throws Exception {
    var id = new InstanceId("shop-001-i1");
    var spec = spec("shop-001-i1", shell("echo first; printf 'last words'; exit 3"));
    workshop.run(spec);
    workshop.reports.await(id, Report.Exited.class);

    assertEquals(List.of("first", "last words"), oldestFirst());
    assertTrue(read(ALL).lines().stream().allMatch(line -> line.at().isPresent()));
    assertEquals(List.of("first", "last words"), workshop.platform.tailLog(VERSION, id, 10));
    workshop = workshop.restarted();
    assertEquals(Set.of(id), workshop.platform.logs(VERSION));

    workshop.platform.forget(VERSION, id);

    assertEquals(Set.of(), workshop.platform.logs(VERSION));
    assertEquals(List.of(), workshop.platform.tailLog(VERSION, id, 10));
    assertFalse(Files.exists(data.resolve("versions/shop-001/instances/shop-001-i1")));
  }
}
