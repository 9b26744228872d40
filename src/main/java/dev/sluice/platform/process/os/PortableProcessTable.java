package dev.sluice.platform.process.os;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/// What the JDK and OSHI know on macOS and Windows: a process, when it started, what it uses, and
/// its descendants, which stand in for its group. Signals go through the JDK. Where the system
/// hides the environment of a process, it is recognised by pid and start alone, and not found when
/// its pid was not noted.
final class PortableProcessTable implements ProcessTable {
  private final InstantSource clock = InstantSource.system();
  private final OperatingSystem system = new SystemInfo().getOperatingSystem();
  private final long self = ProcessHandle.current().pid();

  /// Descendants seen so far: once their parent is gone, nobody says any more whose they were.
  private final Map<Long, Set<ProcessHandle>> seen = new ConcurrentHashMap<>();

  @Override
  public Optional<ProcessIdentity> identify(long pid) {
    return ProcessHandle.of(pid)
        .filter(this::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(start -> new ProcessIdentity(pid, start.toEpochMilli(), "-"));
  }

  /// To the JDK a zombie is alive.
  private boolean isAlive(ProcessHandle process) {
    return process.isAlive()
        && find(process.pid())
            .filter(found -> found.getState() != OSProcess.State.ZOMBIE)
            .isPresent();
  }

  private Optional<OSProcess> find(long pid) {
    return Optional.ofNullable(system.getProcess((int) pid));
  }

  @Override
  public Duration age(ProcessIdentity process) {
    var age = Duration.between(Instant.ofEpochMilli(process.start()), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  @Override
  public boolean leads(long pid) {
    return identify(pid).isPresent();
  }

  @Override
  public boolean carries(long pid, Map<String, String> marks) {
    var variables = environment(pid);
    return variables.isEmpty() || variables.entrySet().containsAll(marks.entrySet());
  }

  /// What is not to be seen is taken for hidden by the system.
  @Override
  public boolean hasOverwrittenVariables(long pid) {
    return false;
  }

  @Override
  public Optional<String> variable(long pid, String name) {
    return Optional.ofNullable(environment(pid).get(name));
  }

  /// Empty where it is hidden.
  private Map<String, String> environment(long pid) {
    return find(pid).map(OSProcess::getEnvironmentVariables).orElse(Map.of());
  }

  /// A carrier whose parent is none.
  @Override
  public OptionalLong findLeader(Map<String, String> marks) {
    var carriers = carriers(marks).collect(Collectors.toMap(OSProcess::getProcessID, p -> p));
    return carriers.values().stream()
        .filter(process -> !carriers.containsKey(process.getParentProcessID()))
        .mapToLong(OSProcess::getProcessID)
        .findFirst();
  }

  /// Nobody changes its session here.
  @Override
  public boolean isStarting(Map<String, String> marks) {
    return false;
  }

  @Override
  public Set<Long> groups(Map<String, String> marks) {
    return carriers(marks)
        .map(process -> (long) process.getProcessID())
        .collect(Collectors.toSet());
  }

  private Stream<OSProcess> carriers(Map<String, String> marks) {
    return system.getProcesses().stream()
        .filter(process -> process.getProcessID() != self)
        .filter(process -> process.getState() != OSProcess.State.ZOMBIE)
        .filter(
            process -> process.getEnvironmentVariables().entrySet().containsAll(marks.entrySet()));
  }

  @Override
  public Set<Long> groupsOf(Set<Long> pids) {
    return Set.copyOf(pids);
  }

  @Override
  public boolean hasMembers(long group) {
    return members(group).stream().anyMatch(this::isAlive);
  }

  @Override
  public void signal(long group, Signal signal) {
    for (ProcessHandle member : members(group)) {
      switch (signal) {
        case TERM -> member.destroy();
        case KILL -> member.destroyForcibly();
        case CONT -> {
          // The JDK cannot send it; a stopped process ends with the kill.
        }
      }
    }
  }

  @Override
  public Map<Long, ProcessUse> use(Set<Long> groups) {
    var members = members(groups);
    var pids = new HashSet<Integer>();
    members.values().forEach(some -> some.forEach(member -> pids.add((int) member.pid())));
    var uses =
        system.getProcesses(pids).stream()
            .filter(process -> process.getState() != OSProcess.State.ZOMBIE)
            .collect(
                Collectors.toMap(
                    process -> (long) process.getProcessID(), PortableProcessTable::use));
    var used = new HashMap<Long, ProcessUse>();
    members.forEach(
        (group, some) ->
            some.stream()
                .flatMap(member -> Stream.ofNullable(uses.get(member.pid())))
                .reduce(ProcessUse::plus)
                .ifPresent(sum -> used.put(group, sum)));
    return used;
  }

  private static ProcessUse use(OSProcess process) {
    return new ProcessUse(
        Duration.ofMillis(process.getKernelTime() + process.getUserTime()),
        process.getResidentMemory());
  }

  private Set<ProcessHandle> members(long group) {
    return members(Set.of(group)).getOrDefault(group, Set.of());
  }

  /// Of all groups with one look at the computer's processes.
  private Map<Long, Set<ProcessHandle>> members(Set<Long> groups) {
    var children =
        ProcessHandle.allProcesses()
            .collect(Collectors.groupingBy(p -> p.parent().map(ProcessHandle::pid).orElse(0L)));
    var found = new HashMap<Long, Set<ProcessHandle>>();
    for (long group : groups) {
      var members = seen.computeIfAbsent(group, _ -> ConcurrentHashMap.newKeySet());
      ProcessHandle.of(group).ifPresent(leader -> addTree(leader, children, members));
      members.removeIf(member -> !member.isAlive());
      if (members.isEmpty()) {
        seen.remove(group);
      } else {
        found.put(group, Set.copyOf(members));
      }
    }
    return found;
  }

  private static void addTree(
      ProcessHandle root, Map<Long, List<ProcessHandle>> children, Set<ProcessHandle> members) {
    var tree = new HashSet<>(Set.of(root));
    var parents = new ArrayDeque<>(List.of(root));
    while (!parents.isEmpty()) {
      for (var child : children.getOrDefault(parents.remove().pid(), List.of())) {
        // Pids may have changed hands between the looks, so that a circle is not impossible.
        if (tree.add(child)) {
          parents.add(child);
        }
      }
    }
    members.addAll(tree);
  }
}
