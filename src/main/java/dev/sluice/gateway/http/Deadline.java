package dev.sluice.gateway.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A deadline that is moved far more often than it passes: moving it only stores a number, and at
/// most one timer is pending. Used on one event loop.
final class Deadline {
  private final EventLoop loop;
  private final Runnable onPassed;
  private boolean set;
  private long at;
  private boolean timerPending;
  private long timerAt;

  Deadline(EventLoop loop, Runnable onPassed) {
    this.loop = loop;
    this.onPassed = onPassed;
  }

  void set(Duration fromNow) {
    at = System.nanoTime() + fromNow.toNanos();
    set = true;
    if (!timerPending || timerAt - at > 0) {
      schedule();
    }
  }

  void clear() {
    set = false;
  }

  private void schedule() {
    timerPending = true;
    timerAt = at;
    long scheduledFor = at;
    var _ =
        loop.schedule(() -> onTimer(scheduledFor), at - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void onTimer(long scheduledFor) {
    if (scheduledFor != timerAt) {
      return; // A nearer timer has replaced this one.
    }
    timerPending = false;
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
