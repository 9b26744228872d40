package dev.sluice.platform.process;

import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import dev.sluice.platform.process.os.ProcessUse;
import dev.sluice.platform.process.os.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The processes of this computer, and whom signals were sent to.
///
/// @param signalled groups that were sent any
record WatchedTable(ProcessTable table, Set<Long> signalled) implements ProcessTable {
  static WatchedTable ofThisComputer() {
    return new WatchedTable(ProcessTable.ofThisComputer(), ConcurrentHashMap.newKeySet());
  }

  @Override
  public void signal(long group, Signal signal) {
    signalled.add(group);
    table.signal(group, signal);
  }

  @Override
  public Optional<ProcessIdentity> identify(long pid) {
    return table.identify(pid);
  }

  @Override
  public Duration age(ProcessIdentity process) {
    return table.age(process);
  }

  @Override
  public boolean leads(long pid) {
    return table.leads(pid);
  }

  @Override
  public boolean carries(long pid, Map<String, String> marks) {
    return table.carries(pid, marks);
  }

  @Override
  public boolean hasOverwrittenVariables(long pid) {
    return table.hasOverwrittenVariables(pid);
  }

  @Override
  public Optional<String> variable(long pid, String name) {
    return table.variable(pid, name);
  }

  @Override
  public OptionalLong findLeader(Map<String, String> marks) {
    return table.findLeader(marks);
  }

  @Override
  public boolean isStarting(Map<String, String> marks) {
    return table.isStarting(marks);
  }

  @Override
  public Set<Long> groups(Map<String, String> marks) {
    return table.groups(marks);
  }

  @Override
  public boolean hasMembers(long group) {
    return table.hasMembers(group);
  }

  @Override
  public Map<Long, ProcessUse> use(Set<Long> groups) {
    return table.use(groups);
  }

  @Override
  public Set<Long> groupsOf(Set<Long> pids) {
    return table.groupsOf(pids);
  }
}
