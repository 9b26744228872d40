package dev.sluice.platform.process.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The table of processes")
class ProcessTableTest {
  private static final String REST =
      " S 7 42 43 0 -1 4194560 1 2 3 4 50 60 7 8 20 0 1 0 98765 1000 250 18446744073709551615";

  @Test
  @DisplayName("reads past any name a process gives itself")
  void names() {
    for (String name : new String[] {"sh", "a b", ") Z 1 (", "((", "x) R 1 1 1"}) {
      var stat = ProcessStat.parse("42 (" + name + ")" + REST).orElseThrow();
      assertEquals(new ProcessStat(42, 'S', 7, 42, 43, 110, 98_765, 250, 4_194_560, 0, 0, 0), stat);
      assertTrue(stat.isAlive());
      assertFalse(stat.leads(), "another session");
    }
    assertEquals(Optional.empty(), ProcessStat.parse("42 (sh) S 1"));
    assertEquals(Optional.empty(), ProcessStat.parse(""));
  }

  @Test
  @DisplayName("writes an identity and reads it again, and nothing else")
  void identityText() {
    var identity = new ProcessIdentity(42, 98_765, "0f0f-1e");
    assertEquals(Optional.of(identity), ProcessIdentity.parse(identity.text()));
    assertEquals(Optional.empty(), ProcessIdentity.parse("42 1"));
    assertEquals(Optional.empty(), ProcessIdentity.parse("99999999999999999999 1 b"));
  }

  @Test
  @DisplayName("knows this very process, whatever the system")
  void self() {
    for (var table :
        new ProcessTable[] {ProcessTable.ofThisComputer(), new PortableProcessTable()}) {
      var self = table.identify(ProcessHandle.current().pid()).orElseThrow();
      assertTrue(table.isAlive(self));
      assertFalse(table.isAlive(new ProcessIdentity(self.pid(), self.start() + 1, self.boot())));
    }
  }

  @Test
  @DisplayName("sees a process also on a thread that was interrupted")
  void interrupted() {
    var table = ProcessTable.ofThisComputer();
    var self = table.identify(ProcessHandle.current().pid()).orElseThrow();
    Thread.currentThread().interrupt();
    boolean isAlive = table.isAlive(self);
    assertTrue(Thread.interrupted(), "it stays interrupted");
    assertTrue(isAlive, "an engine that is told to end must not take its instances for dead");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName(
      "R71 knows a process by its marks at any moment, also while it becomes another program")
  void becoming(@TempDir Path directory) throws Exception {
    var script = directory.resolve("become");
    Files.writeString(script, "exec /bin/sh \"$0\"\n");
    var marks = Map.of("SLUICE_TEST_MARK", "becoming-" + ProcessHandle.current().pid());
    var builder = new ProcessBuilder("/bin/sh", script.toString());
    builder.environment().putAll(marks);
    var process = builder.start();
    try {
      var table = ProcessTable.ofThisComputer();
      for (int i = 0; i < 5_000; i++) {
        assertTrue(table.carries(process.pid(), marks), "disowned at look " + i);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("tells a process without an environment from one whose environment is to come")
  void withoutEnvironment() throws Exception {
    var builder = new ProcessBuilder("/bin/sleep", "60");
    builder.environment().clear();
    var process = builder.start();
    try {
      var stat =
          ProcessStat.parse(Files.readString(Path.of("/proc/" + process.pid() + "/stat")))
              .orElseThrow();
      assertFalse(stat.isEnvironmentToCome(), stat.toString());
      assertFalse(ProcessTable.ofThisComputer().carries(process.pid(), Map.of("A", "b")));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("refuses to signal our own group, and everybody")
  void refuses() {
    assertThrows(IllegalArgumentException.class, () -> new PosixKill().signalGroup(1, Signal.TERM));
    assertThrows(
        IllegalArgumentException.class, () -> new PosixKill().signalGroup(-1, Signal.TERM));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProcessEnder(ProcessTable.ofThisComputer(), Map.of(), Optional.empty()));
  }
}
