package dev.sluice.platform.process.limits;

import dev.sluice.domain.service.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Version 1: memory and CPU are hierarchies of their own, often on mounts of their own.
///
/// @param memory the engine's group in the hierarchy of memory
/// @param cpu the engine's group in that of CPU; may be the same directory
record CgroupV1(Path memory, Path cpu) implements Cgroups {

  @Override
  public List<Path> roots() {
    return Stream.of(memory, cpu).distinct().toList();
  }

  @Override
  public String version() {
    return "cgroup v1";
  }

  @Override
  public void prepare() throws IOException {
    for (var root : roots()) {
      GroupFiles.create(root);
    }
    weigh(cpu, Cgroups.wholeComputer());
  }

  @Override
  public void limit(String run, Resources resources) throws IOException {
    var held = memory.resolve(run);
    GroupFiles.write(held, "memory.limit_in_bytes", Cgroups.bytes(resources));
    // Of memory and swap together, so never below that of memory alone; only where the kernel
    // counts swap.
    if (Files.exists(held.resolve("memory.memsw.limit_in_bytes"))) {
      GroupFiles.write(held, "memory.memsw.limit_in_bytes", Cgroups.bytes(resources));
    }
    var timed = cpu.resolve(run);
    GroupFiles.write(timed, "cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
    GroupFiles.write(timed, "cpu.cfs_quota_us", Long.toString(quota(resources)));
    weigh(timed, resources);
  }

  private static void weigh(Path group, Resources resources) throws IOException {
    GroupFiles.write(group, "cpu.shares", Cgroups.weight(resources, 1024, 2, 262_144));
  }

  /// No more than the groups above have: version 1 refuses a group that is promised more.
  private long quota(Resources resources) {
    long wanted = Cgroups.quotaMicros(resources);
    for (Path at = cpu; at != null && GroupFiles.isGroup(at); at = at.getParent()) {
      long period = GroupFiles.number(at, "cpu.cfs_period_us").orElse(PERIOD_MICROS);
      long quota = GroupFiles.number(at, "cpu.cfs_quota_us").orElse(-1);
      if (quota > 0 && period > 0) {
        wanted = Math.min(wanted, quota * PERIOD_MICROS / period);
      }
    }
    return wanted;
  }

  @Override
  public long memoryKills(String run) {
    var held = memory.resolve(run);
    // Kernels before 4.13 count only how often the limit was met, which caches do as well.
    return GroupFiles.counter(held, "memory.oom_control", "oom_kill").orElse(0);
  }
}
