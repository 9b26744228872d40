package dev.sluice.gateway.route;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The live side of one instance: what is in flight to it. It outlives the tables that name it
/// until its last request has ended.
///
/// Count and rotation share one integer, so that "still in rotation, one more in flight" is a
/// single atomic step: once [#remove] has returned, no claim can succeed, not even one whose choice
/// was made by the table before.
final class LiveOrigin {
  /// The sign bit: out of rotation. The other bits count the requests in flight.
  private static final int REMOVED = Integer.MIN_VALUE;

  private final InstanceId instance;
  private final VersionName version;
  private final AtomicInteger state = new AtomicInteger();
  private final AtomicReference<@Nullable CompletableFuture<Void>> idle = new AtomicReference<>();
  private final Set<Runnable> drained = ConcurrentHashMap.newKeySet();
  private final Ejection ejection;

  LiveOrigin(InstanceId instance, VersionName version, LongSupplier nanoTime) {
    this.instance = instance;
    this.version = version;
    this.ejection = new Ejection(nanoTime);
  }

  InstanceId instance() {
    return instance;
  }

  Ejection ejection() {
    return ejection;
  }

  boolean tryClaim() {
    for (; ; ) {
      int now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  void release() {
    int left = state.decrementAndGet() & ~REMOVED;
    if (left == 0) {
      // Whoever waits has put the future there before looking at the count, so one of us sees it.
      var waiting = idle.getAndSet(null);
      if (waiting != null) {
        waiting.complete(null);
      }
    }
  }

  void remove() {
    state.getAndUpdate(now -> now | REMOVED);
  }

  void readmit() {
    state.getAndUpdate(now -> now & ~REMOVED);
  }

  boolean removed() {
    return state.get() < 0;
  }

  int inFlight() {
    return state.get() & ~REMOVED;
  }

  void onDrained(Runnable how) {
    drained.add(how);
  }

  void forget(Runnable how) {
    drained.remove(how);
  }

  /// Asks what is still in flight to end, as far as it can be asked.
  ///
  /// @return whether anything was asked
  boolean endDrain() {
    drained.forEach(Runnable::run);
    return !drained.isEmpty();
  }

  boolean awaitIdle(Duration limit) throws InterruptedException {
    var waiting = waiting();
    if (inFlight() == 0) {
      return true;
    }
    try {
      waiting.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<Void> waiting() {
    var fresh = new CompletableFuture<Void>();
    var present = idle.compareAndExchange(null, fresh);
    return present == null ? fresh : present;
  }

  OriginFigures figures() {
    return new OriginFigures(instance, version, inFlight());
  }
}
