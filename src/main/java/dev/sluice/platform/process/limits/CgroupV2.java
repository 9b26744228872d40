package dev.sluice.platform.process.limits;

import dev.sluice.domain.service.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Version 2: one hierarchy for everything. A group that others are limited below holds no process
/// itself, so the engine's groups never lie in the group of the engine process.
///
/// @param parent a group that is there and can hand its controllers out
/// @param name of the engine's group below it
record CgroupV2(Path parent, String name) implements Cgroups {
  private static final List<String> NEEDED = List.of("cpu", "memory");

  @Override
  public List<Path> roots() {
    return List.of(root());
  }

  private Path root() {
    return parent.resolve(name);
  }

  @Override
  public String version() {
    return "cgroup v2";
  }

  @Override
  public void prepare() throws IOException {
    handOut(parent);
    GroupFiles.create(root());
    handOut(root());
    weigh(root(), Cgroups.wholeComputer());
  }

  private static void weigh(Path group, Resources resources) throws IOException {
    GroupFiles.write(group, "cpu.weight", Cgroups.weight(resources, 100, 1, 10_000));
  }

  /// Lets groups below be limited. Writes only what is not allowed yet: `group` may be somebody
  /// else's.
  private static void handOut(Path group) throws IOException {
    String file = "cgroup.subtree_control";
    var handedOut = Set.of(GroupFiles.read(group, file).split("\\s+", -1));
    var missing = NEEDED.stream().filter(controller -> !handedOut.contains(controller)).toList();
    if (!missing.isEmpty()) {
      // In one write, which the kernel takes or refuses as a whole.
      GroupFiles.write(group, file, "+" + String.join(" +", missing));
    }
  }

  @Override
  public void limit(String run, Resources resources) throws IOException {
    var directory = root().resolve(run);
    GroupFiles.write(directory, "memory.max", Cgroups.bytes(resources));
    if (Files.exists(directory.resolve("memory.swap.max"))) {
      GroupFiles.write(directory, "memory.swap.max", "0");
    }
    GroupFiles.write(directory, "cpu.max", Cgroups.quotaMicros(resources) + " " + PERIOD_MICROS);
    weigh(directory, resources);
  }

  @Override
  public long memoryKills(String run) {
    return GroupFiles.counter(root().resolve(run), "memory.events", "oom_kill").orElse(0);
  }
}
