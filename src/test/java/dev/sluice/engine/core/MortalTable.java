package dev.sluice.engine.core;

import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import dev.sluice.platform.process.os.ProcessUse;
import dev.sluice.platform.process.os.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// This computer's processes as one life of an engine sees them, with points around every signal,
/// and one between the start of a process and the moment at which anybody notes its pid.
record MortalTable(ProcessTable table, Incarnation life) implements ProcessTable {
  @Override
  public Optional<ProcessIdentity> identify(long pid) {
    life.point("identify a process");
    return life.pass(() -> table.identify(pid));
  }

  /// Asked all the time by the watch, so that it is no point.
  @Override
  public boolean isAlive(ProcessIdentity process) {
    return life.pass(() -> table.isAlive(process));
  }

  @Override
  public Duration age(ProcessIdentity process) {
    return life.pass(() -> table.age(process));
  }

  @Override
  public boolean leads(long pid) {
    return life.pass(() -> table.leads(pid));
  }

  @Override
  public boolean carries(long pid, Map<String, String> marks) {
    return life.pass(() -> table.carries(pid, marks));
  }

  @Override
  public boolean hasOverwrittenVariables(long pid) {
    return life.pass(() -> table.hasOverwrittenVariables(pid));
  }

  @Override
  public Optional<String> variable(long pid, String name) {
    return life.pass(() -> table.variable(pid, name));
  }

  @Override
  public OptionalLong findLeader(Map<String, String> marks) {
    return life.pass(() -> table.findLeader(marks));
  }

  @Override
  public boolean isStarting(Map<String, String> marks) {
    return life.pass(() -> table.isStarting(marks));
  }

  @Override
  public Set<Long> groups(Map<String, String> marks) {
    return life.pass(() -> table.groups(marks));
  }

  @Override
  public boolean hasMembers(long group) {
    return life.pass(() -> table.hasMembers(group));
  }

  @Override
  public void signal(long group, Signal signal) {
    life.count(
        "signal " + signal,
        () -> {
          table.signal(group, signal);
          return true;
        });
  }

  @Override
  public Map<Long, ProcessUse> use(Set<Long> groups) {
    return life.pass(() -> table.use(groups));
  }

  @Override
  public Set<Long> groupsOf(Set<Long> pids) {
    return life.pass(() -> table.groupsOf(pids));
  }
}
