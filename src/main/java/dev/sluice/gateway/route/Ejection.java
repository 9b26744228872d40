package dev.sluice.gateway.route;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Leaves out, for a while, an instance that takes no connections. Whoever chooses decides what to
/// do when all are left out: rather one that may be dead than none.
///
/// The engine's own probes find a dead instance as well, but seconds later. Thread-safe.
final class Ejection {
  /// Failed connections in a row; fewer may be a full accept queue.
  private static final int TOLERATED = 3;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private int failures;
  private long until;

  /// Read on every choice, so kept apart from the rest, which is only looked at when it is set.
  private volatile boolean ejected;

  Ejection(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  boolean active() {
    return ejected && stillEjected();
  }

  /// After the time has passed it is tried again; the next failure then leaves it out for longer.
  private synchronized boolean stillEjected() {
    if (ejected && nanoTime.getAsLong() - until >= 0) {
      ejected = false;
    }
    return ejected;
  }

  /// A connection was refused, or not taken in time.
  synchronized void onUnreachable() {
    failures++;
    if (failures >= TOLERATED) {
      int doublings = Math.min(failures - TOLERATED, 5);
      long nanos = Math.min(FIRST.toNanos() << doublings, LONGEST.toNanos());
      until = nanoTime.getAsLong() + nanos;
      ejected = true;
    }
  }

  /// A connection was taken.
  synchronized void onReachable() {
    failures = 0;
    ejected = false;
  }
}
