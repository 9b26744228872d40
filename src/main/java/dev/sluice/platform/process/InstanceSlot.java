package dev.sluice.platform.process;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The place of one instance: starts and stops of it happen one after the other, and it has at most
/// one run that is watched.
final class InstanceSlot {
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable WatchedRun run;

  /// Held while the instance is started or stopped; never while a listener is called from
  /// elsewhere.
  ReentrantLock lock() {
    return lock;
  }

  Optional<WatchedRun> run() {
    return Optional.ofNullable(run);
  }

  void hold(WatchedRun watched) {
    run = watched;
  }

  /// Nothing more is heard of the run that was watched, if there was one.
  void release() {
    run().ifPresent(WatchedRun::stopWatching);
    run = null;
  }
}
