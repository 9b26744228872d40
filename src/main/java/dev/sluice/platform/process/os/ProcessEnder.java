package dev.sluice.platform.process.os;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Ends everything that belongs together: polite signal to the whole group, grace, kill, until no
/// process of it is left (R62). Looks again whose a group is right before each signal, so that a
/// stranger who inherited a pid is never signalled.
///
/// @param marks by which our processes are told from others'
/// @param leader the process that is known to be ours by itself, if any
/// @param members processes that are ours though they may carry no mark any more; asked again and
///   again
public record ProcessEnder(
    ProcessTable table,
    Map<String, String> marks,
    Optional<ProcessIdentity> leader,
    Supplier<Set<Long>> members) {
  /// After SIGKILL only the kernel can delay a process, for example by a hanging disk.
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private static final Duration KILL_AGAIN = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(40);

  public ProcessEnder {
    marks = Map.copyOf(marks);
    if (marks.isEmpty()) {
      throw new IllegalArgumentException("without marks everybody would be ours");
    }
  }

  public ProcessEnder(
      ProcessTable table, Map<String, String> marks, Optional<ProcessIdentity> leader) {
    this(table, marks, leader, Set::of);
  }

  /// Returns when no process is left; at once when there is none.
  ///
  /// @throws IOException when a process outlives SIGKILL
  public void end(Duration grace) throws IOException, InterruptedException {
    var groups = ours();
    if (groups.isEmpty()) {
      return;
    }
    if (!grace.isZero()) {
      for (long group : groups) {
        table.signal(group, Signal.TERM);
        table.signal(group, Signal.CONT);
      }
      awaitGone(groups, grace);
    }
    kill();
  }

  /// Ends at once what is left, also what was started while the rest was being ended.
  private void kill() throws IOException, InterruptedException {
    long limit = System.nanoTime() + KILL_LIMIT.toNanos();
    while (true) {
      var groups = ours();
      if (groups.isEmpty()) {
        return;
      }
      if (System.nanoTime() - limit > 0) {
        throw new IOException(
            "Process groups " + groups + " are still there after SIGKILL. End them by hand.");
      }
      groups.forEach(group -> table.signal(group, Signal.KILL));
      awaitGone(groups, KILL_AGAIN);
    }
  }

  private Set<Long> ours() {
    var groups = new HashSet<>(table.groups(marks));
    groups.addAll(table.groupsOf(members.get()));
    leader
        .filter(table::isAlive)
        .filter(known -> table.leads(known.pid()))
        .ifPresent(known -> groups.add(known.pid()));
    return groups;
  }

  private void awaitGone(Set<Long> groups, Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    long pause = 2;
    while (groups.stream().anyMatch(table::hasMembers) && System.nanoTime() - until < 0) {
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
    }
  }
}
