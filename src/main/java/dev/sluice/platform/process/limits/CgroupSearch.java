package dev.sluice.platform.process.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where the groups of an engine could lie, the best place first; whether it works is found out by
/// trying.
///
/// Always below a group that this process is in as well, so that whatever an administrator allowed
/// the engine as a whole holds for its instances too.
///
/// @param proc `/proc/self`
/// @param name of the engine's group
record CgroupSearch(Path proc, String name) {

  /// Where a hierarchy is mounted, and which of its groups is seen there.
  private record Mount(Path point, String root, String type, List<String> options) {
    boolean has(String controller) {
      return type.equals("cgroup") && options.contains(controller);
    }
  }

  List<Cgroups> candidates() {
    try {
      var mounts = mounts();
      var own = Files.readAllLines(proc.resolve("cgroup"));
      var found = new ArrayList<Cgroups>(unified(mounts, own));
      var memory = mounts.stream().filter(mount -> mount.has("memory")).findFirst();
      var cpu = mounts.stream().filter(mount -> mount.has("cpu")).findFirst();
      if (memory.isPresent() && cpu.isPresent()) {
        found.add(
            new CgroupV1(
                ownGroup(memory.get(), own, "memory").resolve(name),
                ownGroup(cpu.get(), own, "cpu").resolve(name)));
      }
      return found;
    } catch (IOException | RuntimeException _) {
      // No Linux, or one that hides what we are in: there is nothing to try.
      return List.of();
    }
  }

  /// The group of this process itself cannot have limited groups below it (but for the outermost),
  /// so the next one above that can is taken.
  private List<Cgroups> unified(List<Mount> mounts, List<String> own) {
    var mount = mounts.stream().filter(at -> at.type().equals("cgroup2")).findFirst();
    if (mount.isEmpty() || !hasControllers(mount.get().point())) {
      return List.of();
    }
    var found = new ArrayList<Cgroups>();
    for (Path group = ownGroup(mount.get(), own, "");
        group != null && group.startsWith(mount.get().point());
        group = group.getParent()) {
      found.add(new CgroupV2(group, name));
    }
    return found;
  }

  private static boolean hasControllers(Path group) {
    try {
      var offered = Arrays.asList(GroupFiles.read(group, "cgroup.controllers").split("\\s+", -1));
      return offered.contains("memory") && offered.contains("cpu");
    } catch (IOException _) {
      return false;
    }
  }

  /// @param controller one of version 1; empty for version 2
  private static Path ownGroup(Mount mount, List<String> own, String controller) {
    return own.stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .filter(parts -> Arrays.asList(parts[1].split(",", -1)).contains(controller))
        .map(parts -> parts[2])
        .findFirst()
        .flatMap(path -> seen(mount, path))
        .orElse(mount.point());
  }

  /// In a container the mount may show only a part, and the group be named from outside.
  private static Optional<Path> seen(Mount mount, String path) {
    boolean below = !mount.root().equals("/") && path.startsWith(mount.root());
    String relative = below ? path.substring(mount.root().length()) : path;
    var group = mount.point().resolve("./" + relative).normalize();
    return group.startsWith(mount.point()) && Files.isDirectory(group)
        ? Optional.of(group)
        : Optional.empty();
  }

  /// See proc_pid_mountinfo(5): after the dash come type, source and options of the file system.
  private List<Mount> mounts() throws IOException {
    var mounts = new ArrayList<Mount>();
    for (String line : Files.readAllLines(proc.resolve("mountinfo"))) {
      int dash = line.indexOf(" - ");
      if (dash > 0) {
        String[] where = line.substring(0, dash).split(" ", -1);
        String[] what = line.substring(dash + 3).split(" ", -1);
        if (what[0].startsWith("cgroup")) {
          var options = Arrays.asList(what[2].split(",", -1));
          mounts.add(new Mount(Path.of(where[4]), where[3], what[0], options));
        }
      }
    }
    return mounts;
  }
}
