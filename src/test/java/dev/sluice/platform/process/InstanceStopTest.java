package dev.sluice.platform.process;

import static dev.sluice.platform.process.Workshop.pid;
import static dev.sluice.platform.process.Workshop.shell;
import static dev.sluice.platform.process.Workshop.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.engine.port.Platform.Report;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("Stopping an instance")
class InstanceStopTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path directory;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(directory);
  }

  @AfterEach
  void close() throws Exception {
    workshop.close();
  }

  @Test
  @DisplayName("R62 asks politely, leaves time to finish, and reports no exit")
  void polite() throws Exception {
    var spec =
        spec(
            "shop-001-a",
            shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"));
    long pid = pid(workshop.start(spec));
    workshop.awaitLine(spec, "up");

    long took = timeToStop(spec, LONG);

    assertFalse(workshop.lives(pid));
    assertTrue(workshop.log(spec).contains("bye"), "it was asked before it was killed");
    assertTrue(took < LONG.toMillis() / 2, "the grace is not waited for in full");
    assertTrue(
        workshop.reports.of(spec.id()).stream().noneMatch(Report.Exited.class::isInstance),
        "no exit is reported of an instance that was told to end");
  }

  @Test
  @DisplayName("R62 kills a process that ignores the polite signal, once the grace is over")
  void stubborn() throws Exception {
    var spec = spec("shop-001-b", shell("trap '' TERM; echo up; while :; do sleep 0.05; done"));
    long pid = pid(workshop.start(spec));
    workshop.awaitLine(spec, "up");

    long took = timeToStop(spec, SHORT);

    assertFalse(workshop.lives(pid));
    assertTrue(took >= SHORT.toMillis(), "grace cut short: " + took + " ms");
  }

  @Test
  @DisplayName("R62 ends grandchildren that outlive their leader and ignore the polite signal")
  void grandchildren() throws Exception {
    var spec =
        spec(
            "shop-001-c",
            shell(
                "(trap '' TERM; sh -c 'echo grandchild $$; while :; do sleep 0.05; done') &"
                    + " echo up; wait"));
    long leader = pid(workshop.start(spec));
    long grandchild = Long.parseLong(workshop.logged(spec, "grandchild"));
    assertTrue(workshop.lives(grandchild));

    workshop.platform.stop(spec, SHORT);

    assertFalse(workshop.lives(leader));
    assertFalse(workshop.lives(grandchild));
  }

  @Test
  @DisplayName("R62 ends a descendant that left for a session of its own: no orphan remains")
  void escaped() throws Exception {
    var spec =
        spec("shop-001-d", shell("setsid sh -c 'echo escaped $$; exec sleep 60' & exec sleep 60"));
    workshop.start(spec);
    long escaped = Long.parseLong(workshop.logged(spec, "escaped"));

    workshop.platform.stop(spec, SHORT);

    assertFalse(workshop.lives(escaped));
  }

  @Test
  @DisplayName("R62 reaches a process that is held by SIGSTOP")
  void suspended() throws Exception {
    var spec =
        spec("shop-001-e", shell("trap 'echo bye; exit' TERM; echo up; kill -STOP $$; sleep 9"));
    workshop.start(spec);
    workshop.awaitLine(spec, "up");

    long took = timeToStop(spec, LONG);

    assertTrue(workshop.log(spec).contains("bye"), "it heard the polite signal after SIGCONT");
    assertTrue(took < LONG.toMillis() / 2);
  }

  @Test
  @DisplayName("of one that does not run returns at once")
  void nothingToStop() throws Exception {
    assertTrue(timeToStop(spec("shop-001-f", shell("true")), LONG) < 5_000);
    assertEquals(0, workshop.reports.of(spec("shop-001-f", shell("true")).id()).size());
  }

  @Test
  @DisplayName("R71 works by a restarted engine, with the handle known or not")
  void afterRestart() throws Exception {
    var known = spec("shop-001-g", shell("exec sleep 60"));
    var unknown = spec("shop-001-h", shell("exec sleep 60"));
    var first = workshop.start(known);
    var second = workshop.start(unknown);
    workshop = workshop.restarted();

    workshop.platform.stop(Workshop.committed(known, first), LONG);
    workshop.platform.stop(unknown, LONG);

    assertFalse(workshop.lives(pid(first)));
    assertFalse(workshop.lives(pid(second)));
  }

  private long timeToStop(InstanceSpec spec, Duration grace) throws Exception {
    long begun = System.nanoTime();
    workshop.platform.stop(spec, grace);
    return (System.nanoTime() - begun) / 1_000_000;
  }
}
