package dev.sluice.platform.process;

import static dev.sluice.platform.process.Workshop.committed;
import static dev.sluice.platform.process.Workshop.pid;
import static dev.sluice.platform.process.Workshop.shell;
import static dev.sluice.platform.process.Workshop.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.engine.port.Platform.Report;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("A restarted engine")
class TakeOverTest {
  private static final Path PERL = Path.of("/usr/bin/perl");

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
  @DisplayName("R71 takes over running instances with the same pid and endpoint, and sees them end")
  void takesOver() {
    var spec = spec("shop-001-a", shell("exec sleep 60"));
    var before = workshop.start(spec);
    workshop = workshop.restarted();

    workshop.run(committed(spec, before));
    var after = workshop.reports.await(spec.id(), Report.Started.class);
    assertEquals(before, after);
    workshop.reports.await(spec.id(), Report.Ready.class);

    ProcessHandle.of(pid(before)).orElseThrow().destroyForcibly();
    workshop.reports.await(spec.id(), Report.Exited.class);
  }

  @Test
  @DisplayName("R71 takes over a program that has written a title over its environment")
  void titled() {
    assumeTrue(Files.isExecutable(PERL), "needs perl, which can set its title");
    var script = "$| = 1; $0 = \"shop: main\" . \" \" x 100000; print \"titled now\\n\"; sleep 60";
    var spec = spec("shop-001-g", shell("exec perl -e '" + script + "'"));
    var before = workshop.start(spec);
    assertEquals("now", workshop.logged(spec, "titled"));
    assertFalse(workshop.table.carries(pid(before), Marks.ofRun(spec)), "nothing to know it by");
    workshop = workshop.restarted();

    workshop.run(committed(spec, before));

    assertEquals(before, workshop.reports.await(spec.id(), Report.Started.class));
  }

  @Test
  @DisplayName(
      "R71 killed between start and commit finds the process again and starts no second one")
  void startedButNotCommitted() {
    var spec = spec("shop-001-b", shell("exec sleep 60"));
    var before = workshop.start(spec);
    workshop = workshop.restarted();

    assertEquals(before, workshop.start(spec));
  }

  @Test
  @DisplayName("R71 killed before it noted the pid anywhere finds the process by its environment")
  void startedButNotNoted() throws Exception {
    var spec = spec("shop-001-c", shell("exec sleep 60"));
    var before = workshop.start(spec);
    workshop = workshop.restarted();
    var record = new InstanceFiles(directory).runRecord(spec.version(), spec.id(), spec.run());
    Files.delete(record);

    assertEquals(before, workshop.start(spec));
  }

  @Test
  @DisplayName(
      "R71 waits for a process that is on its way to a session of its own, and starts none")
  void startedButNotLeading() throws Exception {
    var spec = spec("shop-001-f", shell("exec sleep 60"));
    var files = new InstanceFiles(directory);
    Files.createDirectories(files.instance(spec.version(), spec.id()));
    // What is left of a start in the middle of which an engine was killed.
    var builder = new ProcessBuilder("/bin/sh", "-c", "sleep 0.5; exec setsid sleep 60");
    builder.environment().putAll(Marks.of(directory).of(spec));
    builder.environment().put("PORT", "20001");
    var begun = builder.start();
    try {
      assertEquals(begun.pid(), pid(workshop.start(spec)));
    } finally {
      begun.destroyForcibly();
    }
  }

  @Test
  @DisplayName("reports a run whose process is gone as exited, and starts nothing")
  void gone() throws Exception {
    var spec = spec("shop-001-d", shell("sleep 60 & echo child $!; wait"));
    var before = workshop.start(spec);
    long child = Long.parseLong(workshop.logged(spec, "child"));
    workshop = workshop.restarted();
    ProcessHandle.of(pid(before)).orElseThrow().destroyForcibly();
    Eventually.holds("death", () -> !workshop.lives(pid(before)));

    workshop.run(committed(spec, before));

    workshop.reports.await(spec.id(), Report.Exited.class);
    assertEquals(1, workshop.reports.of(spec.id()).size());
    assertFalse(workshop.lives(child), "R62 no orphan remains");
  }

  @Test
  @DisplayName("does not take an earlier run of the same instance for this one")
  void earlierRun() {
    var before = workshop.start(spec("shop-001-e", 0, shell("exec sleep 60")));
    workshop = workshop.restarted();

    var after = workshop.start(spec("shop-001-e", 1, shell("exec sleep 60")));

    assertNotEquals(pid(before), pid(after));
    assertFalse(workshop.lives(pid(before)), "one process at most belongs to an instance");
  }

  @Test
  @DisplayName("R71 never signals a stranger that has the stored pid")
  void stranger() throws Exception {
    signalsNoStranger(100);
  }

  @Test
  @Tag("gate")
  @DisplayName("R71 never signals a stranger that has the stored pid, in 1,000 trials")
  void strangerManyTimes() throws Exception {
    signalsNoStranger(1_000);
  }

  private void signalsNoStranger(int trials) throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    try (var strangers = new Strangers(workshop.table)) {
      for (int i = 0; i < trials; i++) {
        var spec = spec("shop-001-s" + i, shell("true"));
        var stored = strangers.stored(random, spec);
        var handle = new Handle(Long.toString(stored.pid()), stored.text());
        var endpoint = new Endpoint("127.0.0.1", 20_000 + i);
        switch (random.nextInt(10)) {
          case 0 -> {
            workshop.run(committed(spec, handle, endpoint));
            workshop.reports.await(spec.id(), Report.Exited.class);
          }
          case 1 -> {
            // Noted beside the log only; what then runs is a process of our own.
            var record = new InstanceFiles(directory).runRecord(spec.version(), spec.id(), 0);
            Files.createDirectories(record.getParent());
            RunRecord.of(stored, 1, endpoint).write(record);
            workshop.run(spec);
            workshop.reports.await(spec.id(), Report.Exited.class);
          }
          default ->
              workshop.platform.stop(committed(spec, handle, endpoint), Duration.ofSeconds(1));
        }
        String trial = "trial " + i + " of seed " + seed + ": " + stored;
        assertTrue(Collections.disjoint(strangers.groups(), workshop.table.signalled()), trial);
        assertTrue(strangers.areAlive(), trial);
      }
    }
  }

  @Test
  @DisplayName("counts a zombie as dead")
  void zombie() throws Exception {
    var parent =
        new ProcessBuilder("/bin/sh", "-c", Strangers.ZOMBIE)
            .redirectError(new File("/dev/null"))
            .start();
    try (var out = parent.inputReader()) {
      long child = Long.parseLong(out.readLine());
      Eventually.holds(
          "a zombie", () -> Files.readString(Path.of("/proc/" + child + "/stat")).contains(") Z "));

      assertTrue(ProcessHandle.of(child).isPresent(), "the JDK still sees it");
      assertTrue(workshop.table.identify(child).isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }
}
