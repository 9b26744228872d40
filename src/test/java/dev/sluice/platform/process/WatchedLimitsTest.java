package dev.sluice.platform.process;

import static dev.sluice.platform.process.Workshop.shell;
import static dev.sluice.platform.process.Workshop.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.Resources;
import dev.sluice.engine.port.Platform.Report;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("Where control groups cannot be used")
class WatchedLimitsTest {
  @TempDir Path directory;

  /// A `/proc/self` that names directories as hierarchies which are none.
  private Path proc() throws Exception {
    var proc = Files.createDirectory(directory.resolve("proc"));
    var memory = Files.createDirectory(directory.resolve("memory"));
    var cpu = Files.createDirectory(directory.resolve("cpu"));
    Files.writeString(
        proc.resolve("mountinfo"),
        "35 31 0:32 / %s rw,relatime - cgroup cgroup rw,memory\n".formatted(memory)
            + "32 31 0:29 / %s rw,relatime - cgroup cgroup rw,cpu\n".formatted(cpu));
    Files.writeString(proc.resolve("cgroup"), "4:memory:/\n1:cpu:/\n0::/\n");
    return proc;
  }

  @Test
  @DisplayName("the engine says so with the reason, and instances run all the same")
  void runs() throws Exception {
    var workshop = new Workshop(directory, proc());
    try {
      var enforcement = workshop.platform.enforcement();
      assertEquals(Enforcement.Mode.WATCHED, enforcement.mode());
      assertTrue(enforcement.why().contains("watched, not limited"), enforcement.why());
      assertTrue(enforcement.why().contains("no control group"), enforcement.why());

      var spec = spec("shop-001-a", shell("exit 3"));
      workshop.run(spec);
      assertEquals("exit code 3", workshop.reports.await(spec.id(), Report.Exited.class).how());
    } finally {
      workshop.close();
    }
  }

  @Test
  @DisplayName("a system that has none at all is no problem either")
  void none() throws Exception {
    var workshop = new Workshop(directory, directory.resolve("nothing"));
    try {
      assertEquals(
          "CPU and memory of instances are watched, not limited: this system has no control groups"
              + " (cgroups) for them.",
          workshop.platform.enforcement().why());
    } finally {
      workshop.close();
    }
  }

  @Test
  @DisplayName("R14 the engine's log names an instance that uses more than its memory, once")
  void warns() throws Exception {
    var log = Logger.getLogger(MemoryWatch.class.getName());
    var lines = new Lines();
    log.addHandler(lines);
    var workshop = new Workshop(directory, proc());
    try {
      // 24 MiB in one shell variable.
      var spec =
          spec(
              "shop-001-b",
              shell("x=$(head -c 24M /dev/zero | tr '\\0' x); echo up; while :; do sleep 1; done")
                  .withResources(new Resources(BigDecimal.ONE, 8)));
      workshop.start(spec);

      Eventually.holds("a warning", () -> !lines.said.isEmpty());

      assertEquals(1, lines.said.size(), lines.said.toString());
      String line = lines.said.getFirst();
      assertTrue(line.startsWith("Instance shop-001-b uses "), line);
      assertTrue(line.contains("more than its 8 MiB"), line);
    } finally {
      log.removeHandler(lines);
      workshop.close();
    }
  }

  private static final class Lines extends Handler {
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      said.add(line.getMessage());
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
