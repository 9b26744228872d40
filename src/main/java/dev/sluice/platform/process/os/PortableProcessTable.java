package dev.sluice.platform.process.os;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the JDK knows on macOS and Windows: a process, when it started, and its descendants, which
/// stand in for its group. Environments are hidden there, so a process is recognised by pid and
/// start alone, and one whose pid was not noted is not found.
final class PortableProcessTable implements ProcessTable {
  private final InstantSource clock = InstantSource.system();

  /// Descendants seen so far: once their parent is gone, nobody says any more whose they were.
  private final Map<Long, Set<ProcessHandle>> seen = new ConcurrentHashMap<>();

  @Override
  public Optional<ProcessIdentity> identify(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(start -> new ProcessIdentity(pid, start.toEpochMilli(), "-"));
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
    return true;
  }

  @Override
  public Optional<String> variable(long pid, String name) {
    return Optional.empty();
  }

  @Override
  public OptionalLong findLeader(Map<String, String> marks) {
    return OptionalLong.empty();
  }

  @Override
  public Set<Long> groups(Map<String, String> marks) {
    return Set.of();
  }

  @Override
  public Set<Long> groupsOf(Set<Long> pids) {
    return Set.of();
  }

  @Override
  public boolean hasMembers(long group) {
    return members(group).stream().anyMatch(ProcessHandle::isAlive);
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
    // Memory is not to be had from the JDK, and half an answer is none.
    return new HashMap<>();
  }

  private Set<ProcessHandle> members(long group) {
    var members = seen.computeIfAbsent(group, _ -> ConcurrentHashMap.newKeySet());
    ProcessHandle.of(group)
        .ifPresent(
            leader -> {
              members.add(leader);
              leader.descendants().forEach(members::add);
            });
    members.removeIf(member -> !member.isAlive());
    var now = new HashSet<>(members);
    if (now.isEmpty()) {
      seen.remove(group);
    }
    return now;
  }
}
