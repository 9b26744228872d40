package dev.sluice.platform.process;

import static dev.sluice.platform.process.Workshop.committed;
import static dev.sluice.platform.process.Workshop.pid;
import static dev.sluice.platform.process.Workshop.shell;
import static dev.sluice.platform.process.Workshop.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.Resources;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.engine.port.Platform.Report;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("An instance in a control group")
class LimitsTest {
  /// Takes as much memory as it gets: there is no end of line in zeros.
  private static final String GREEDY = "tail /dev/zero";

  /// As an instance that has to wait for a core before it joins its groups.
  private static final String LATE =
      """
      sleep 0.5
      for group; do echo $$ > "$group/cgroup.procs" || exit 125; done
      exec sleep 60
      """;

  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path directory;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(directory);
    var enforcement = workshop.platform.enforcement();
    assumeTrue(
        enforcement.mode() == Enforcement.Mode.ENFORCED,
        () -> "Limits cannot be tested on this computer. " + enforcement.why());
  }

  @AfterEach
  void close() throws Exception {
    workshop.close();
  }

  private static Configuration small(String script) {
    return shell(script).withResources(new Resources(new BigDecimal("0.25"), 64));
  }

  private List<Path> engineGroups() throws IOException {
    return Files.readAllLines(directory.resolve("cgroup")).stream().map(Path::of).toList();
  }

  /// The groups of one run; one in version 2, two in version 1.
  private List<Path> groups(InstanceSpec spec) throws IOException {
    return engineGroups().stream().map(root -> root.resolve(spec.id() + "." + spec.run())).toList();
  }

  private boolean isGone(InstanceSpec spec) throws IOException {
    return groups(spec).stream().noneMatch(Files::exists);
  }

  /// The figure in the line `<key> <number>` of a file that one of the groups has.
  private long figure(InstanceSpec spec, String file, String key) throws IOException {
    for (var group : groups(spec)) {
      if (Files.exists(group.resolve(file))) {
        return Files.readAllLines(group.resolve(file)).stream()
            .filter(line -> line.startsWith(key + " "))
            .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
            .findFirst()
            .orElseThrow();
      }
    }
    throw new AssertionError("no " + file);
  }

  @Test
  @DisplayName("R14 is killed when it uses more than its memory, and its end says so")
  void memory() throws Exception {
    var spec = spec("shop-001-a", small("exec " + GREEDY));
    workshop.run(spec);

    var exited = workshop.reports.await(spec.id(), Report.Exited.class);

    assertEquals("killed: it used more than its 64 MiB of memory", exited.how());
    assertTrue(isGone(spec), "the group is removed with its instance");
  }

  @Test
  @DisplayName("R14 names memory also when only a child was killed, and the end of the leader too")
  void memoryOfAChild() {
    var spec = spec("shop-001-b", small(GREEDY + "; exit 3"));
    workshop.run(spec);

    assertEquals(
        "exit code 3; a process of it was killed: it used more than its 64 MiB of memory",
        workshop.reports.await(spec.id(), Report.Exited.class).how());
  }

  @Test
  @DisplayName("R14 is held back when it wants more than its CPU")
  void cpu() {
    var spec = spec("shop-001-c", small("while :; do :; done"));
    workshop.start(spec);

    Eventually.holds("throttling", () -> figure(spec, "cpu.stat", "nr_throttled") > 0);
  }

  @Test
  @DisplayName("R14 is inside from its first instruction")
  void firstInstruction() throws Exception {
    var spec =
        spec("shop-001-d", small("echo groups $(cat /proc/self/cgroup | tr '\\n' ' ');sleep 60"));
    long pid = pid(workshop.start(spec));

    String own = workshop.logged(spec, "groups");

    for (var group : groups(spec)) {
      assertTrue(own.contains("sluice-" + Marks.of(directory).engine()), own);
      assertTrue(Files.readAllLines(group.resolve("cgroup.procs")).contains(Long.toString(pid)));
    }
  }

  @Test
  @DisplayName("R62 takes a descendant with it that hid in a session and an environment of its own")
  void hidden() throws Exception {
    var spec = spec("shop-001-e", small(hiding("exec sleep 60")));
    workshop.start(spec);
    long hidden = Long.parseLong(workshop.logged(spec, "hidden"));

    workshop.platform.stop(spec, SHORT);

    assertFalse(workshop.lives(hidden));
    assertTrue(isGone(spec));
  }

  /// @param then what the leader does
  private static String hiding(String then) {
    return "env -i PATH=/usr/bin:/bin setsid sh -c 'echo hidden $$; exec sleep 60' & " + then;
  }

  @Test
  @DisplayName("R62 leaves no such descendant behind when it exits by itself")
  void hiddenAtExit() throws Exception {
    var spec = spec("shop-001-f", small(hiding("while [ ! -e go ]; do sleep 0.02; done; exit 1")));
    workshop.start(spec);
    long hidden = Long.parseLong(workshop.logged(spec, "hidden"));
    assertTrue(workshop.lives(hidden));

    Files.createFile(
        new InstanceFiles(directory).instance(spec.version(), spec.id()).resolve("go"));
    workshop.reports.await(spec.id(), Report.Exited.class);

    assertFalse(workshop.lives(hidden));
    assertTrue(isGone(spec));
  }

  @Test
  @DisplayName("R71 stays in its group when a restarted engine takes it over, and is ended by it")
  void takeOver() throws Exception {
    var spec = spec("shop-001-g", small(hiding("exec sleep 60")));
    var started = workshop.start(spec);
    long hidden = Long.parseLong(workshop.logged(spec, "hidden"));
    var before = groups(spec);
    workshop = workshop.restarted();

    workshop.run(committed(spec, started));
    assertEquals(started, workshop.reports.await(spec.id(), Report.Started.class));
    assertEquals(before, groups(spec));
    for (var group : before) {
      var inside = Files.readAllLines(group.resolve("cgroup.procs"));
      assertTrue(inside.contains(Long.toString(pid(started))), group.toString());
    }

    workshop.platform.stop(committed(spec, started), SHORT);
    assertFalse(workshop.lives(pid(started)));
    assertFalse(workshop.lives(hidden));
    assertTrue(isGone(spec));
  }

  @Test
  @DisplayName("R71 that was killed for its memory while no engine was there says so to the next")
  void killedUnseen() throws Exception {
    var spec = spec("shop-001-h", small("while [ ! -e go ]; do sleep 0.02; done; exec " + GREEDY));
    var started = workshop.start(spec);
    workshop.platform.close();
    Files.createFile(
        new InstanceFiles(directory).instance(spec.version(), spec.id()).resolve("go"));
    Eventually.holds("death", () -> !workshop.lives(pid(started)));
    workshop = workshop.restarted();

    workshop.run(committed(spec, started));

    String how = workshop.reports.await(spec.id(), Report.Exited.class).how();
    assertTrue(how.contains("killed: it used more than its 64 MiB of memory"), how);
  }

  @Test
  @DisplayName(
      "R71 that is on its way into its group finds it there, also when an engine starts then")
  void onItsWay() throws Exception {
    var spec = spec("shop-001-i", small("exec sleep 60"));
    var command = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", LATE, "late"));
    for (var group : groups(spec)) {
      command.add(Files.createDirectory(group).toString());
    }
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(Marks.of(directory).of(spec));
    var process = builder.start();
    try {
      workshop = workshop.restarted();

      for (var group : groups(spec)) {
        var members = group.resolve("cgroup.procs");
        Eventually.holds(
            "the process in " + group,
            () -> Files.readString(members).contains(Long.toString(process.pid())));
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @DisplayName("leaves no group behind, whatever a killed engine had made")
  void leftovers() throws Exception {
    var roots = engineGroups();
    var left = new ArrayList<Path>();
    for (var root : roots) {
      left.add(Files.createDirectory(root.resolve("shop-001-i.7")));
    }
    workshop = workshop.restarted();
    left.forEach(group -> assertFalse(Files.exists(group), group.toString()));

    workshop.platform.close();
    roots.forEach(root -> assertFalse(Files.exists(root), root.toString()));
  }
}
