package dev.sluice.platform.process.os;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The processes of this computer. A *group* is named by the pid of the process that led it;
/// *marks* are environment variables that our own processes are started with and strangers don't
/// have.
///
/// Answers are true for the moment in which they were looked up. All methods may be called from any
/// thread, and none blocks for long.
public interface ProcessTable {

  /// Reads `/proc` on Linux, asks the JDK and OSHI elsewhere.
  static ProcessTable ofThisComputer() {
    return LinuxProcessTable.isHere() ? new LinuxProcessTable() : new PortableProcessTable();
  }

  /// Who has this pid now; empty when nobody lives there (a zombie does not).
  Optional<ProcessIdentity> identify(long pid);

  /// Whether exactly this process is alive.
  default boolean isAlive(ProcessIdentity process) {
    return identify(process.pid()).filter(process::equals).isPresent();
  }

  /// How long ago it started, by a clock nobody can set.
  Duration age(ProcessIdentity process);

  /// Whether it leads its own session and group, so that signalling the group reaches nobody else.
  boolean leads(long pid);

  /// Whether it was started with all of these variables. Where the system hides them, true.
  boolean carries(long pid, Map<String, String> marks);

  /// Whether it has written over the variables that it was started with, so that nothing can be
  /// said of them: programs that show a title in the list of processes do (setproctitle(3)), nginx
  /// and PostgreSQL among them.
  boolean hasOverwrittenVariables(long pid);

  /// A variable that the process was started with; empty when it has none or the system hides it.
  Optional<String> variable(long pid, String name);

  /// A leader that carries these marks, for a process whose pid nobody noted.
  OptionalLong findLeader(Map<String, String> marks);

  /// Whether processes carry these marks of which none leads: between its start and its own session
  /// ([DetachedStart]) a process is not found yet, or the leader has ended and left others behind.
  boolean isStarting(Map<String, String> marks);

  /// Every group with a living member that carries these marks, led or orphaned. Never the group of
  /// this very process.
  Set<Long> groups(Map<String, String> marks);

  /// The groups that the living ones of these processes are in. Never the group of this very
  /// process.
  Set<Long> groupsOf(Set<Long> pids);

  /// Whether any process of the group is alive, its leader or others.
  boolean hasMembers(long group);

  /// Sends a signal to every process of the group. The caller has just made sure whose it is.
  void signal(long group, Signal signal);

  /// What these groups use; groups that cannot be measured are absent.
  Map<Long, ProcessUse> use(Set<Long> groups);
}
