package dev.sluice.gateway.route;

import dev.sluice.domain.service.VersionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Requests for versions that have no instance and get one on demand (R64). Bounded, so that a
/// version that does not start costs little.
///
/// Who waits goes in after looking at the table, and is called after a table was swapped in: in
/// whatever order the two come, one of them sees the other.
final class WaitingRoom {
  /// More than clients of a service that nobody used for minutes send until it has started.
  static final int MOST_PER_VERSION = 1_000;

  private final Predicate<VersionName> mustWait;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition demand = lock.newCondition();
  private final Map<VersionName, Set<Runnable>> waiting = new LinkedHashMap<>();

  /// @param mustWait whether requests for a version wait, by the present table
  WaitingRoom(Predicate<VersionName> mustWait) {
    this.mustWait = mustWait;
  }

  /// @param next called once, at once when the version need not be waited for any more
  /// @return false when there is no room
  boolean enter(VersionName version, Runnable next) {
    lock.lock();
    try {
      if (mustWait.test(version)) {
        var those = waiting.computeIfAbsent(version, _ -> new LinkedHashSet<>());
        if (those.size() >= MOST_PER_VERSION) {
          return false;
        }
        those.add(next);
        demand.signalAll();
        return true;
      }
    } finally {
      lock.unlock();
    }
    next.run();
    return true;
  }

  void leave(VersionName version, Runnable next) {
    lock.lock();
    try {
      var those = waiting.get(version);
      if (those != null && those.remove(next) && those.isEmpty()) {
        waiting.remove(version);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Calls those whose version need not be waited for any more, in the order they came.
  void onTable() {
    List<Runnable> called = new ArrayList<>();
    lock.lock();
    try {
      var versions = waiting.entrySet().iterator();
      while (versions.hasNext()) {
        var entry = versions.next();
        if (!mustWait.test(entry.getKey())) {
          called.addAll(entry.getValue());
          versions.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    called.forEach(Runnable::run);
  }

  Set<VersionName> awaitDemand(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (waiting.isEmpty() && left > 0) {
        left = demand.awaitNanos(left);
      }
      return Set.copyOf(waiting.keySet());
    } finally {
      lock.unlock();
    }
  }
}
