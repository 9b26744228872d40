package dev.sluice.platform.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for a condition, with a limit.
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = 5_000_000;

  private Eventually() {}

  public static void holds(String what, Callable<Boolean> condition) {
    long until = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - until < 0) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception e) {
        throw new AssertionError(what, e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    fail("not within " + LIMIT.toSeconds() + " s: " + what);
  }
}
