package dev.sluice.platform.process;

import static dev.sluice.platform.process.Workshop.pid;
import static dev.sluice.platform.process.Workshop.shell;
import static dev.sluice.platform.process.Workshop.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.engine.port.Platform.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("Starting an instance")
class InstanceStartTest {
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
  @DisplayName("gives it its port, its names and its configuration's environment")
  void environment() {
    var configuration =
        shell("echo all $PORT $SLUICE_SERVICE $SLUICE_VERSION $SLUICE_INSTANCE $URL; exec sleep 60")
            .withEnvironment(List.of(EnvironmentVariable.plain("URL", "http://here:${PORT}/")));
    var spec = spec("shop-001-a", configuration);

    int port = workshop.start(spec).endpoint().port();

    assertEquals(
        port + " shop shop-001 shop-001-a http://here:" + port + "/", workshop.logged(spec, "all"));
  }

  @Test
  @DisplayName("passes on none of the engine's own variables but the harmless ones")
  void ownEnvironmentStaysHere() {
    var platform =
        Map.of("PATH", "/usr/bin:/bin", "SLUICE_TOKEN", "canary", "AWS_SECRET", "canary");
    var passed = dev.sluice.platform.process.os.InheritedEnvironment.of(platform);

    assertEquals(Map.of("PATH", "/usr/bin:/bin"), passed);
  }

  @Test
  @DisplayName("puts the port into the command as well, and gives arguments to no shell")
  void arguments() {
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty()))
            .withCommand(List.of("echo", "port", "${PORT}", "$HOME;", "`id`"))
            .withHealth(Workshop.NO_PROBE);
    var spec = spec("shop-001-b", configuration);

    int port = workshop.start(spec).endpoint().port();

    assertEquals(port + " $HOME; `id`", workshop.logged(spec, "port"));
  }

  @Test
  @DisplayName("makes it lead a session and group of its own")
  void ownGroup() {
    var started = workshop.start(spec("shop-001-c", shell("exec sleep 60")));

    assertTrue(workshop.table.leads(pid(started)));
  }

  @Test
  @DisplayName("runs it in the directory of its configuration, and fails in words without one")
  void workingDirectory() {
    var here = new Artifact.Command(Optional.of(directory.toString()));
    var spec = spec("shop-001-d", shell("echo in $(pwd -P); exec sleep 60").withArtifact(here));
    workshop.start(spec);
    assertEquals(directory.toAbsolutePath().toString(), workshop.logged(spec, "in"));

    var nowhere = new Artifact.Command(Optional.of("/no/such/place"));
    var lost = spec("shop-001-e", shell("true").withArtifact(nowhere));
    workshop.run(lost);
    var exited = workshop.reports.await(lost.id(), Report.Exited.class);
    assertTrue(exited.how().contains("The directory /no/such/place does not exist"), exited.how());
    assertTrue(workshop.platform.missing(lost.configuration()).isPresent());
  }

  @Test
  @DisplayName("R16 a command that cannot be started is reported in a plain sentence")
  void cannotStart() throws Exception {
    var file = Files.writeString(directory.resolve("script.sh"), "#!/bin/sh\n");

    assertTrue(
        failure("shop-001-f", "no-such-program").contains("was not found on the search path"));
    assertTrue(failure("shop-001-g", "/no/such/program").contains("there is no /no/such/program"));
    assertTrue(failure("shop-001-h", file.toString()).contains("chmod +x " + file));
    assertTrue(failure("shop-001-i", directory.toString()).contains("is a directory"));
  }

  private String failure(String id, String program) {
    var spec = spec(id, shell("").withCommand(List.of(program)));
    workshop.run(spec);
    var exited = workshop.reports.await(spec.id(), Report.Exited.class);
    assertEquals(1, workshop.reports.of(spec.id()).size(), "nothing was started");
    return exited.how();
  }

  @Test
  @DisplayName("R61 an instance that exits is reported with its exit code or signal, and its run")
  void exits() {
    var spec = spec("shop-001-j", 4, shell("exit 3"));
    workshop.run(spec);
    var exited = workshop.reports.await(spec.id(), Report.Exited.class);
    assertEquals("exit code 3", exited.how());
    assertEquals(4, exited.run());

    var killed = spec("shop-001-k", shell("kill -9 $$"));
    workshop.run(killed);
    assertEquals(
        "killed by signal 9 (SIGKILL)",
        workshop.reports.await(killed.id(), Report.Exited.class).how());
  }

  @Test
  @DisplayName(
      "R61 an instance that exits is reported Started first and Exited last, nothing after")
  void order() {
    for (int i = 0; i < 20; i++) {
      var spec = spec("shop-001-order" + i, shell("exit 0"));
      workshop.run(spec);
      workshop.reports.await(spec.id(), Report.Exited.class);
      var reports = workshop.reports.of(spec.id());
      assertInstanceOf(Report.Started.class, reports.getFirst());
      assertInstanceOf(Report.Exited.class, reports.getLast());
    }
  }

  @Test
  @DisplayName("R62 what an instance leaves behind when it exits is ended with it")
  void leftOvers() {
    var spec = spec("shop-001-l", shell("sleep 60 & echo child $!; exit 1"));
    workshop.run(spec);
    long child = Long.parseLong(workshop.logged(spec, "child"));

    workshop.reports.await(spec.id(), Report.Exited.class);

    assertFalse(workshop.lives(child));
  }

  @Test
  @DisplayName("twice for one run starts one process")
  void idempotent() {
    var spec = spec("shop-001-m", shell("exec sleep 60"));
    long first = pid(workshop.start(spec));

    workshop.run(spec);

    var pids =
        workshop.reports.of(spec.id()).stream()
            .filter(Report.Started.class::isInstance)
            .map(report -> pid((Report.Started) report))
            .distinct()
            .toList();
    assertEquals(List.of(first), pids);
  }

  @Test
  @DisplayName("gives each run another port, and ends the run before")
  void freshPort() {
    var first = spec("shop-001-n", 0, shell("exec sleep 60"));
    var second = spec("shop-001-n", 1, shell("exec sleep 60"));
    var before = workshop.start(first);

    workshop.run(second);

    Eventually.holds(
        "second start",
        () ->
            workshop.reports.of(second.id()).getLast() instanceof Report.Ready ready
                && ready.run() == 1);
    var after =
        workshop.reports.of(second.id()).stream()
            .filter(report -> report instanceof Report.Started && report.run() == 1)
            .map(Report.Started.class::cast)
            .findFirst()
            .orElseThrow();
    assertNotEquals(before.endpoint().port(), after.endpoint().port());
    assertFalse(workshop.lives(pid(before)));
  }

  @Test
  @DisplayName("keeps secrets out of logs and records")
  void secrets() throws Exception {
    var configuration =
        shell("exec sleep 60")
            .withEnvironment(List.of(EnvironmentVariable.secret("KEY", "canary-4711")));
    var spec = spec("shop-001-o", configuration);
    workshop.start(spec);

    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file).contains("canary-4711"), file.toString());
      }
    }
    assertFalse(spec.toString().contains("canary-4711"));
  }

  @Test
  @DisplayName("measures CPU and memory of the whole group")
  void usage() {
    var spec = spec("shop-001-p", shell("(while :; do :; done) & wait"));
    workshop.start(spec);

    Eventually.holds(
        "CPU of the child",
        () -> {
          var usage = workshop.platform.usage().get(spec.id());
          return usage != null && usage.cpuPercent() > 5;
        });
  }
}
