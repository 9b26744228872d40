package dev.sluice.platform.process.limits;

import dev.sluice.domain.service.Resources;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/// The groups of one engine in one version of cgroups. Below them lies one group for each run of an
/// instance.
sealed interface Cgroups permits CgroupV1, CgroupV2 {
  /// The kernel's own default: short enough that a held back instance does not seem to hang.
  int PERIOD_MICROS = 100_000;

  /// Less is refused by the kernel.
  int LEAST_QUOTA_MICROS = 1_000;

  /// The directories of the engine's groups, one for each hierarchy a process has to join.
  List<Path> roots();

  /// For people, for example `cgroup v2`.
  String version();

  /// Makes sure that the engine's groups are there and can have limited groups below. Doing it
  /// twice does no harm.
  void prepare() throws IOException;

  /// @param run the name of a group that is there, below each of the roots
  void limit(String run, Resources resources) throws IOException;

  /// How many processes of the group the kernel killed for want of memory.
  long memoryKills(String run);

  default List<Path> directories(String run) {
    return roots().stream().map(root -> root.resolve(run)).toList();
  }

  /// What the engine's group weighs against others when CPU is short: as much as it takes to keep
  /// every processor busy, or all instances together would get as much as one thread outside.
  static Resources wholeComputer() {
    return new Resources(BigDecimal.valueOf(Runtime.getRuntime().availableProcessors()), 0);
  }

  /// In proportion to the CPU, where `one` is the weight of one processor.
  static String weight(Resources resources, int one, int least, int most) {
    long weight = resources.cpu().multiply(BigDecimal.valueOf(one)).longValue();
    return Long.toString(Math.clamp(weight, least, most));
  }

  static String bytes(Resources resources) {
    return Long.toString((long) resources.memoryMiB() << 20);
  }

  /// CPU time in each period of [#PERIOD_MICROS].
  static long quotaMicros(Resources resources) {
    long micros = resources.cpu().multiply(BigDecimal.valueOf(PERIOD_MICROS)).longValue();
    return Math.max(LEAST_QUOTA_MICROS, micros);
  }
}
