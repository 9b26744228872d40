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
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The live side of one instance: what is in flight to it. It outlives the tables that name it
/// until its last request has ended. A table may hold a million of them, so what most never need is
/// made when it is needed.
///
/// Count and rotation share one integer, so that "still in rotation, one more in flight" is a
/// single atomic step: once [#remove] has returned, no claim can succeed, not even one whose choice
/// was made by the table before.
final class LiveOrigin {
  /// The sign bit: out of rotation. The other bits count the requests in flight.
  private static final int REMOVED = Integer.MIN_VALUE;

  private static final AtomicIntegerFieldUpdater<LiveOrigin> STATE =
      AtomicIntegerFieldUpdater.newUpdater(LiveOrigin.class, "state");

  private final InstanceId instance;
  private final VersionName version;
  private final LongSupplier nanoTime;
  private volatile int state;
  private volatile @Nullable Rare rare;

  LiveOrigin(InstanceId instance, VersionName version, LongSupplier nanoTime) {
    this.instance = instance;
    this.version = version;
    this.nanoTime = nanoTime;
  }

  /// Of an instance that is waited for, carries a tunnel or has refused a connection.
  private static final class Rare {
    private final AtomicReference<@Nullable CompletableFuture<Void>> idle = new AtomicReference<>();
    private final Set<Runnable> drained = ConcurrentHashMap.newKeySet();
    private final Ejection ejection;

    Rare(LongSupplier nanoTime) {
      ejection = new Ejection(nanoTime);
    }
  }

  private Rare rare() {
    var present = rare;
    return present == null ? makeRare() : present;
  }

  private synchronized Rare makeRare() {
    var present = rare;
    if (present == null) {
      present = new Rare(nanoTime);
      rare = present;
    }
    return present;
  }

  InstanceId instance() {
    return instance;
  }

  VersionName version() {
    return version;
  }

  /// A connection was refused, or not taken in time.
  void onUnreachable() {
    rare().ejection.onUnreachable();
  }

  /// A connection was taken.
  void onReachable() {
    var present = rare;
    if (present != null) {
      present.ejection.onReachable();
    }
  }

  /// Whether it is left out for a while; see [Ejection].
  boolean ejected() {
    var present = rare;
    return present != null && present.ejection.active();
  }

  boolean tryClaim() {
    for (; ; ) {
      int now = state;
      if (now < 0) {
        return false;
      }
      if (STATE.compareAndSet(this, now, now + 1)) {
        return true;
      }
    }
  }

  void release() {
    int left = STATE.decrementAndGet(this) & ~REMOVED;
    var present = rare;
    if (left == 0 && present != null) {
      // Whoever waits has put the future there before looking at the count, so one of us sees it.
      var waiting = present.idle.getAndSet(null);
      if (waiting != null) {
        waiting.complete(null);
      }
    }
  }

  void remove() {
    STATE.getAndUpdate(this, now -> now | REMOVED);
  }

  void readmit() {
    STATE.getAndUpdate(this, now -> now & ~REMOVED);
  }

  boolean removed() {
    return state < 0;
  }

  int inFlight() {
    return state & ~REMOVED;
  }

  void onDrained(Runnable how) {
    rare().drained.add(how);
  }

  void forget(Runnable how) {
    rare().drained.remove(how);
  }

  /// Asks what is still in flight to end, as far as it can be asked.
  ///
  /// @return whether anything was asked
  boolean endDrain() {
    var present = rare;
    if (present == null) {
      return false;
    }
    present.drained.forEach(Runnable::run);
    return !present.drained.isEmpty();
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
    var present = rare().idle.compareAndExchange(null, fresh);
    return present == null ? fresh : present;
  }

  OriginFigures figures() {
    return new OriginFigures(instance, version, inFlight());
  }
}
