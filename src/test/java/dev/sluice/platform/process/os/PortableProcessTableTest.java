package dev.sluice.platform.process.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The table for macOS and Windows, tried wherever there is a shell: on Linux, too.
@DisabledOnOs(OS.WINDOWS)
@DisplayName("The portable table of processes")
class PortableProcessTableTest {
  private static final String MARK = "portable-" + ProcessHandle.current().pid();
  private static final Map<String, String> MARKS = Map.of("SLUICE_TEST_MARK", MARK);

  private final PortableProcessTable table = new PortableProcessTable();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    new ProcessEnder(table, MARKS, Optional.empty()).end(Duration.ZERO);
    for (var process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process shell(String script) throws IOException {
    var builder = new ProcessBuilder("/bin/sh", "-c", script);
    builder.environment().putAll(MARKS);
    var process = builder.start();
    started.add(process);
    return process;
  }

  @Test
  @DisplayName("knows a process by its pid and start, and that it has ended")
  void identity() throws Exception {
    var process = shell("exec sleep 60");

    var identity = table.identify(process.pid()).orElseThrow();

    assertEquals(process.info().startInstant().orElseThrow().toEpochMilli(), identity.start());
    assertTrue(table.isAlive(identity));
    process.destroyForcibly().waitFor();
    Eventually.holds("its end", () -> !table.isAlive(identity));
  }

  @Test
  @DisplayName("counts a zombie as dead")
  void zombie() throws Exception {
    var parent = shell("sleep 0.3 & echo $!; exec sleep 60");
    long child = Long.parseLong(parent.inputReader().readLine());

    // The shell has become a program by then that never asks how its child ended.
    Eventually.holds("death", () -> table.identify(child).isEmpty());
    assertTrue(ProcessHandle.of(child).isPresent(), "the JDK still sees it");
  }

  @Test
  @DisplayName("measures CPU and memory of a process and its descendants together")
  void use() throws Exception {
    var parent = shell("(while :; do :; done) & wait");
    long group = parent.pid();

    Eventually.holds(
        "CPU of the child",
        () -> {
          var use = table.use(Set.of(group)).get(group);
          return use != null && use.cpu().toMillis() >= 100;
        });

    var use = Objects.requireNonNull(table.use(Set.of(group)).get(group));
    assertTrue(use.residentBytes() > 2 * 4096, use.toString());
    assertTrue(use.residentBytes() < 1L << 30, use.toString());
    assertEquals(Map.of(), table.use(Set.of((long) Integer.MAX_VALUE)), "nobody lives there");
  }

  @Test
  @DisplayName("finds a process whose pid nobody noted by the marks in its environment")
  void marks() throws Exception {
    assertEquals(OptionalLong.empty(), table.findLeader(MARKS));
    var parent = shell("sleep 60 & echo $!; wait");
    long child = Long.parseLong(parent.inputReader().readLine());

    Eventually.holds("both", () -> table.groups(MARKS).equals(Set.of(parent.pid(), child)));

    assertEquals(OptionalLong.of(parent.pid()), table.findLeader(MARKS));
    assertTrue(table.carries(parent.pid(), MARKS));
    assertFalse(table.carries(parent.pid(), Map.of("SLUICE_TEST_MARK", "another")));
    assertEquals(Optional.of(MARK), table.variable(parent.pid(), "SLUICE_TEST_MARK"));
  }

  @Test
  @DisplayName("R62 ends a process with its children, also those that outlived it")
  void ends() throws Exception {
    var parent = shell("sleep 60 & echo $!; exec sleep 60");
    var identity = table.identify(parent.pid()).orElseThrow();
    long child = Long.parseLong(parent.inputReader().readLine());
    var orphaned = shell("trap '' HUP; sleep 60 & echo $!; exit");
    long orphan = Long.parseLong(orphaned.inputReader().readLine());
    assertEquals(0, orphaned.waitFor());

    new ProcessEnder(table, MARKS, Optional.of(identity)).end(Duration.ofSeconds(5));

    assertTrue(table.identify(parent.pid()).isEmpty());
    assertTrue(table.identify(child).isEmpty());
    assertTrue(table.identify(orphan).isEmpty());
  }
}
