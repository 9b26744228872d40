package dev.sluice.gateway.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A deadline that is moved far more often than it passes: moving it only stores a number, and at
/// most one timer is pending. Used on one event loop.
final class Deadline {
  private final EventLoop loop;
  private final Runnable onPassed;
  private boolean set;
  private long at;
  private @Nullable Future<?> timer;
  private long timerAt;

  Deadline(EventLoop loop, Runnable onPassed) {
    this.loop = loop;
    this.onPassed = onPassed;
  }

  void set(Duration fromNow) {
    at = System.nanoTime() + fromNow.toNanos();
    set = true;
    if (timer == null || timerAt - at > 0) {
      schedule();
    }
  }

  void clear() {
    set = false;
  }

  /// Is not used any more, and leaves nothing behind in the event loop.
  void end() {
    set = false;
    cancelTimer();
  }

  private void cancelTimer() {
    var pending = timer;
    if (pending != null) {
      timer = null;
      boolean _ = pending.cancel(false);
    }
  }

  private void schedule() {
    cancelTimer();
    timerAt = at;
    timer = loop.schedule(this::onTimer, at - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void onTimer() {
    timer = null;
    if (!set) {
      return;
    }
    if (at - System.nanoTime() > 0) {
      schedule();
    } else {
      set = false;
      onPassed.run();
    }
  }
}
