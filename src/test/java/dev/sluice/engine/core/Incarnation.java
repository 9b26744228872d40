package dev.sluice.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One life of an engine, which ends at a chosen point as by `kill -9`: every call that leaves the
/// engine passes through here, and once it is dead, none comes through and none comes back.
///
/// A point is an instant just before or just after a call to the outside. Calls that are under way
/// elsewhere when it dies still have their effect, as a system call would, but nobody of this life
/// hears of it.
final class Incarnation {
  /// How deep in calls to the outside the present thread is; a thread belongs to one life.
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private final Consumer<String> witness;
  private final List<String> passed = new ArrayList<>();
  private Predicate<String> counted = _ -> true;
  private int fatal;
  private int outside;
  private boolean counting;
  private boolean dead;

  /// @param witness told of every point, on the thread that passes it
  Incarnation(Consumer<String> witness) {
    this.witness = witness;
  }

  /// A call to the outside.
  @FunctionalInterface
  interface Call<T, E extends Exception> {
    T make() throws E;
  }

  /// From now on such points are counted, and the one with this number, from 1, is the last.
  synchronized void dieAt(int point, Predicate<String> which) {
    passed.clear();
    counted = which;
    fatal = point;
    counting = true;
  }

  /// Ends it here and now, and waits until nothing of it is under way outside.
  void kill() throws InterruptedException {
    synchronized (this) {
      dead = true;
    }
    awaitDeathOr(Thread.currentThread());
  }

  /// Passes points uncounted from now on.
  synchronized void live() {
    counting = false;
  }

  synchronized boolean isDead() {
    return dead;
  }

  /// The points that were passed since [#dieAt], the fatal one last.
  synchronized List<String> passed() {
    return List.copyOf(passed);
  }

  /// Waits until it is dead or `thread` has ended, and in the first case until nothing of this life
  /// is under way outside.
  void awaitDeathOr(Thread thread) throws InterruptedException {
    while (!isDead() && thread.isAlive()) {
      synchronized (this) {
        if (!dead) {
          wait(1);
        }
      }
    }
    synchronized (this) {
      while (dead && outside > 0) {
        wait();
      }
    }
  }

  /// Passes a call on, with a point before and one after it.
  <T, E extends Exception> T count(String what, Call<T, E> call) throws E {
    point("before " + what);
    T result = pass(call);
    point("after " + what);
    return result;
  }

  /// Passes a call on that changes nothing outside.
  <T, E extends Exception> T pass(Call<T, E> call) throws E {
    enter();
    try {
      return call.make();
    } finally {
      leave();
    }
  }

  /// An instant at which the life may end.
  void point(String what) {
    boolean last;
    synchronized (this) {
      if (!dead && counting && counted.test(what)) {
        passed.add(what);
        dead = passed.size() == fatal;
      }
      last = dead;
    }
    if (last) {
      halt();
    }
    witness.accept(what);
  }

  /// A call to the outside begins; [#pass] where it throws more than one kind.
  void enter() {
    boolean alive;
    synchronized (this) {
      alive = !dead;
      if (alive) {
        outside++;
        DEPTH.set(DEPTH.get() + 1);
      }
    }
    if (!alive) {
      halt();
    }
  }

  /// It has ended, in whatever way.
  void leave() {
    boolean alive;
    synchronized (this) {
      outside--;
      DEPTH.set(DEPTH.get() - 1);
      alive = !dead;
      notifyAll();
    }
    if (!alive) {
      halt();
    }
  }

  /// Never returns, whoever interrupts.
  private void halt() {
    synchronized (this) {
      outside -= DEPTH.get();
      notifyAll();
    }
    while (true) {
      LockSupport.park(this);
      Thread.interrupted();
    }
  }
}
