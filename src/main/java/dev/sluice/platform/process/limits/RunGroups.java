package dev.sluice.platform.process.limits;

import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The control groups of an engine: one for each run of an instance, named `<instance>.<run>`,
/// inside one that is named after the engine. A group limits CPU and memory, and names every
/// process of the run, whatever that process did to its session and environment.
///
/// Where groups cannot be used all of this does nothing, and [#enforcement] says why. Any thread
/// may call; nothing here blocks for long.
public final class RunGroups {
  private static final System.Logger LOG = System.getLogger(RunGroups.class.getName());

  /// Joins each group named before the dashes and then becomes the program after them, so that the
  /// program is limited from its first instruction and no child of it can slip out: moving a
  /// process that runs already would race with its children. There is nothing in the JDK or in
  /// util-linux that does this. The text never changes and whatever is started is an argument, so
  /// that no shell reads it; the shell adds the variable PWD, which says the truth.
  private static final String JOIN =
      """
      while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs" || exit 125; shift; done
      shift
      exec "$@"
      """;

  private static final Pattern RUN = Pattern.compile("(.+)\\.([0-9]{1,9})");

  private static final int REMOVAL_TRIES = 50;
  private static final long REMOVAL_PAUSE_NANOS = 5_000_000;

  private final Optional<Cgroups> cgroups;
  private final Enforcement enforcement;

  /// Runs that were killed for want of memory while no engine was there; their groups are removed.
  private final Set<String> killedUnseen = ConcurrentHashMap.newKeySet();

  private RunGroups(Optional<Cgroups> cgroups, Enforcement enforcement) {
    this.cgroups = cgroups;
    this.enforcement = enforcement;
  }

  /// Finds out by trying, in milliseconds.
  ///
  /// @param engine tells the engines of one computer apart; the same again after a restart
  /// @param note a file in which the place is kept, because a restarted engine may find itself in
  ///   another group but has to find its instances
  public static RunGroups ofThisComputer(String engine, Path note) {
    return of(Path.of("/proc/self"), engine, note);
  }

  /// @param proc instead of `/proc/self`
  public static RunGroups of(Path proc, String engine, Path note) {
    var trial = new GroupTrial(new CgroupSearch(proc, "sluice-" + engine), note);
    return new RunGroups(trial.usable(), trial.outcome());
  }

  public Enforcement enforcement() {
    return enforcement;
  }

  /// Makes the group of a run.
  ///
  /// @return a command that starts `command` inside of it; `command` itself where there are none
  /// @throws IOException with a sentence for the operator
  public List<String> enter(InstanceId instance, int run, Resources resources, List<String> command)
      throws IOException {
    if (cgroups.isEmpty()) {
      return command;
    }
    String name = name(instance, run);
    try {
      return enter(cgroups.get(), name, resources, command);
    } catch (IOException e) {
      remove(name::equals);
      throw new IOException("Its limits of CPU and memory cannot be set: " + e.getMessage(), e);
    }
  }

  static List<String> enter(Cgroups cgroups, String name, Resources resources, List<String> command)
      throws IOException {
    cgroups.prepare();
    for (var directory : cgroups.directories(name)) {
      GroupFiles.create(directory);
    }
    cgroups.limit(name, resources);
    var inside = new ArrayList<>(List.of("/bin/sh", "-c", JOIN, "sluice-limits"));
    cgroups.directories(name).forEach(directory -> inside.add(directory.toString()));
    inside.add("--");
    inside.addAll(command);
    return List.copyOf(inside);
  }

  /// Whether the run was started inside a group, so that its limits hold.
  public boolean holds(InstanceId instance, int run) {
    return cgroups.stream()
        .flatMap(groups -> groups.directories(name(instance, run)).stream())
        .anyMatch(Files::isDirectory);
  }

  /// Every process of every run of the instance.
  public Set<Long> processes(InstanceId instance) {
    return processes(ofInstance(instance));
  }

  /// Every process of one run.
  public Set<Long> processes(InstanceId instance, int run) {
    return processes(name(instance, run)::equals);
  }

  private Set<Long> processes(Predicate<String> runs) {
    var processes = new HashSet<Long>();
    groups(runs).forEach(group -> processes.addAll(GroupFiles.processes(group)));
    return processes;
  }

  /// Whether the kernel killed a process of the run because all of them together used more than
  /// their memory. To be asked before the group is removed.
  public boolean ranOutOfMemory(InstanceId instance, int run) {
    String name = name(instance, run);
    return killedUnseen.contains(name)
        || cgroups.filter(groups -> groups.memoryKills(name) > 0).isPresent();
  }

  /// Removes the groups of an instance of which no process is left.
  public void remove(InstanceId instance) {
    remove(ofInstance(instance));
    killedUnseen.removeIf(ofInstance(instance));
  }

  /// Removes the group of a run of which no process is left.
  public void remove(InstanceId instance, int run) {
    remove(name(instance, run)::equals);
  }

  private void remove(Predicate<String> runs) {
    for (var group : groups(runs)) {
      if (!removeSoon(group)) {
        LOG.log(System.Logger.Level.WARNING, "The control group {0} is left", group);
      }
    }
  }

  /// The first thread of a process can be a zombie, and the process so count as ended, while its
  /// other threads are still on their way out.
  private static boolean removeSoon(Path group) {
    for (int i = 0; i < REMOVAL_TRIES; i++) {
      if (GroupFiles.remove(group)) {
        return true;
      }
      LockSupport.parkNanos(REMOVAL_PAUSE_NANOS);
    }
    return false;
  }

  /// Takes the engine's own groups away when no instance is left; they are made again when needed.
  public void close() {
    cgroups.ifPresent(groups -> groups.roots().forEach(GroupFiles::remove));
  }

  /// Whether a run is still there.
  @FunctionalInterface
  public interface Living {
    boolean isThere(InstanceId instance, int run);
  }

  /// Removes what a killed engine left behind empty. A run that has just been started may be on its
  /// way into a group that is still empty: without it, it would end.
  public void removeLeftovers(Living living) {
    for (var group : groups(_ -> true)) {
      String run = String.valueOf(group.getFileName());
      if (GroupFiles.processes(group).isEmpty() && !isThere(run, living)) {
        if (cgroups.orElseThrow().memoryKills(run) > 0) {
          killedUnseen.add(run);
        }
        GroupFiles.remove(group);
      }
    }
  }

  /// False for what is not named as a run is.
  private static boolean isThere(String group, Living living) {
    var named = RUN.matcher(group);
    return named.matches()
        && InstanceId.isValid(named.group(1))
        && living.isThere(new InstanceId(named.group(1)), Integer.parseInt(named.group(2)));
  }

  private List<Path> groups(Predicate<String> runs) {
    return cgroups.stream()
        .flatMap(groups -> groups.roots().stream())
        .flatMap(root -> GroupFiles.below(root).stream().filter(runs).map(root::resolve))
        .toList();
  }

  private static String name(InstanceId instance, int run) {
    return instance.value() + "." + run;
  }

  /// An id has no dot in it.
  private static Predicate<String> ofInstance(InstanceId instance) {
    return name -> name.startsWith(instance.value() + ".");
  }
}
