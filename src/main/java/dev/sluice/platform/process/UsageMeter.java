package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.port.Platform.Usage;
import dev.sluice.platform.process.os.ProcessTable;
import dev.sluice.platform.process.os.ProcessUse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/// CPU and memory of whole process groups, CPU as the share of one core since the look before.
final class UsageMeter {
  /// The kernel counts CPU in hundredths of a second, so that shorter spans say nothing.
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private final ProcessTable table;
  private Map<InstanceId, Sample> samples = Map.of();
  private Map<InstanceId, Usage> latest = Map.of();
  private long takenAt;

  UsageMeter(ProcessTable table) {
    this.table = table;
  }

  private record Sample(long group, ProcessUse use) {}

  synchronized Map<InstanceId, Usage> measure(Collection<WatchedRun> runs) {
    long now = System.nanoTime();
    long passed = now - takenAt;
    if (!samples.isEmpty() && passed < SHORTEST.toNanos()) {
      return latest;
    }
    var groups = new HashSet<Long>();
    runs.forEach(run -> groups.add(run.process().pid()));
    var used = table.use(groups);
    var next = new HashMap<InstanceId, Sample>();
    var usage = new HashMap<InstanceId, Usage>();
    for (var run : runs) {
      var use = used.get(run.process().pid());
      if (use != null) {
        var id = run.spec().id();
        var sample = new Sample(run.process().pid(), use);
        var before = samples.get(id);
        next.put(id, sample);
        if (before != null && before.group() == sample.group()) {
          usage.put(id, usage(before.use(), use, passed));
        }
      }
    }
    samples = next;
    latest = Map.copyOf(usage);
    takenAt = now;
    return latest;
  }

  /// A child that ended takes its CPU time with it, so that the sum may shrink.
  private static Usage usage(ProcessUse before, ProcessUse now, long passed) {
    double spent = Math.max(0, now.cpu().minus(before.cpu()).toNanos());
    return new Usage(100 * spent / passed, (int) (now.residentBytes() >> 20));
  }
}
