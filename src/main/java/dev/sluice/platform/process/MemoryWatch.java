package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.platform.process.limits.RunGroups;
import dev.sluice.platform.process.os.ProcessTable;
import dev.sluice.platform.process.os.ProcessUse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Warns in the engine's log of instances that use more than their memory and that no group holds:
/// on systems without groups, and those that an engine without them had started. Once for each time
/// an instance grows beyond. Used by one thread.
final class MemoryWatch {
  /// Memory grows in seconds, and a look reads the whole table of processes.
  private static final Duration PACE = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(MemoryWatch.class.getName());

  private final ProcessTable table;
  private final RunGroups groups;
  private final Map<InstanceId, Integer> warned = new HashMap<>();
  private long due = System.nanoTime();

  MemoryWatch(ProcessTable table, RunGroups groups) {
    this.table = table;
    this.groups = groups;
  }

  /// Often enough called, looks at its own pace.
  void look(Collection<WatchedRun> runs) {
    if (System.nanoTime() - due < 0) {
      return;
    }
    due = System.nanoTime() + PACE.toNanos();
    var free = runs.stream().filter(run -> !isHeld(run)).toList();
    warned.keySet().retainAll(ids(free));
    if (free.isEmpty()) {
      return;
    }
    try {
      var used = table.use(leaders(free));
      for (var run : free) {
        var use = used.get(run.process().pid());
        if (use != null) {
          judge(run, use);
        }
      }
    } catch (UncheckedIOException e) {
      LOG.log(System.Logger.Level.WARNING, "The memory of instances cannot be watched", e);
    }
  }

  private boolean isHeld(WatchedRun run) {
    return groups.holds(run.spec().id(), run.spec().run());
  }

  private static Set<InstanceId> ids(List<WatchedRun> runs) {
    return runs.stream().map(run -> run.spec().id()).collect(Collectors.toSet());
  }

  private static Set<Long> leaders(List<WatchedRun> runs) {
    var leaders = new HashSet<Long>();
    runs.forEach(run -> leaders.add(run.process().pid()));
    return leaders;
  }

  private void judge(WatchedRun run, ProcessUse use) {
    var id = run.spec().id();
    long allowed = run.spec().configuration().resources().memoryMiB();
    long used = use.residentBytes() >> 20;
    if (used <= allowed) {
      warned.remove(id);
    } else if (!Integer.valueOf(run.spec().run()).equals(warned.put(id, run.spec().run()))) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Instance %s uses %d MiB of memory, more than its %d MiB; nothing holds it to them."
              .formatted(id, used, allowed));
    }
  }
}
