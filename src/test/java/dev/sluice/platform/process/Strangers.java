package dev.sluice.platform.process;

import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Processes that have nothing to do with the engine under test, but whose ids it finds in its
/// records.
final class Strangers implements AutoCloseable {
  private static final String SLEEP = "sleep 300";

  /// A shell whose child ends only when `sleep` has taken the shell's place, which never asks how.
  /// The child's pid is printed.
  static final String ZOMBIE =
      "(until grep -qx sleep /proc/$$/comm; do :; done) & echo $!; exec " + SLEEP;

  private final ProcessTable table;
  private final List<Process> processes = new ArrayList<>();
  private final ProcessIdentity plain;
  private final ProcessIdentity ofAnotherEngine;
  private final ProcessIdentity zombie;
  private final ProcessIdentity self;

  Strangers(ProcessTable table) throws IOException {
    this.table = table;
    this.plain = start(Map.of(), SLEEP);
    this.ofAnotherEngine =
        start(
            Map.of(Marks.ENGINE, "another", Marks.INSTANCE, "shop-001-i1", Marks.RUN, "0"), SLEEP);
    var parent = start(Map.of(), ZOMBIE);
    this.zombie = new ProcessIdentity(childOf(parent.pid()), parent.start(), parent.boot());
    this.self = table.identify(ProcessHandle.current().pid()).orElseThrow();
  }

  private ProcessIdentity start(Map<String, String> variables, String script) throws IOException {
    var builder = new ProcessBuilder("setsid", "/bin/sh", "-c", script);
    builder.environment().putAll(variables);
    var process = builder.start();
    processes.add(process);
    Eventually.holds("own group", () -> table.leads(process.pid()));
    return table.identify(process.pid()).orElseThrow();
  }

  private long childOf(long parent) {
    var handle = ProcessHandle.of(parent).orElseThrow();
    Eventually.holds("a child", () -> handle.children().findAny().isPresent());
    long child = handle.children().findAny().orElseThrow().pid();
    Eventually.holds("a zombie", () -> table.identify(child).isEmpty());
    return child;
  }

  /// What the engine might have in its records about an instance whose process is long gone, its id
  /// given to one of these.
  ProcessIdentity stored(Random random, InstanceSpec instance) {
    var real = List.of(plain, ofAnotherEngine, zombie, self).get(random.nextInt(4));
    return switch (random.nextInt(4)) {
      // Even the very identity is not enough: the environment does not name the instance.
      case 0 -> real;
      case 1 -> new ProcessIdentity(real.pid(), random.nextLong(1_000_000_000), real.boot());
      case 2 -> new ProcessIdentity(real.pid(), real.start(), "another-boot");
      default ->
          new ProcessIdentity(random.nextLong(2, 4_000_000), real.start(), instance.id().value());
    };
  }

  /// The groups that no signal may go to.
  Set<Long> groups() {
    var groups = new HashSet<Long>();
    processes.forEach(process -> groups.add(process.pid()));
    groups.add(zombie.pid());
    groups.add(self.pid());
    return groups;
  }

  boolean areAlive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
