package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.port.Platform.Usage;
import dev.sluice.platform.process.os.ProcessTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Turns what processes have used so far into what they use now: the difference between two looks.
final class UsageMeter {
  private final ProcessTable table;
  private Map<Long, Duration> before = Map.of();
  private long beforeNanos;

  UsageMeter(ProcessTable table) {
    this.table = table;
  }

  /// @param groups by instance
  synchronized Map<InstanceId, Usage> measure(Map<InstanceId, Long> groups) {
    long nanos = System.nanoTime();
    var used = table.use(Set.copyOf(groups.values()));
    double elapsed = Math.max(1, nanos - beforeNanos);
    var usage = new HashMap<InstanceId, Usage>();
    groups.forEach(
        (instance, group) -> {
          var now = used.get(group);
          var then = before.get(group);
          if (now != null && then != null) {
            double percent = 100.0 * now.cpu().minus(then).toNanos() / elapsed;
            int memory = (int) (now.residentBytes() >> 20);
            usage.put(instance, new Usage(Math.max(0, percent), memory));
          }
        });
    var latest = new HashMap<Long, Duration>();
    used.forEach((group, use) -> latest.put(group, use.cpu()));
    before = latest;
    beforeNanos = nanos;
    return usage;
  }
}
