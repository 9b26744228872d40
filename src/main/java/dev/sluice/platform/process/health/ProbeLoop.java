package dev.sluice.platform.process.health;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.HealthCheck;
import java.time.Duration;
import java.util.Optional;

/// Probes one run of an instance until interrupted.
///
/// No probe is sent before the initial delay has passed since the start of the run (R17); a kind
/// that needs no probe is ready then. Until an instance is ready for the first time it is asked
/// more often than its interval says, because every redeploy waits for this; afterwards at its
/// interval. Only time that passes counts, never what a clock shows.
public final class ProbeLoop implements Runnable {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(200);

  /// The pause grows with the time that an instance has been asked for already, so that readiness
  /// is noticed at most this part of it too late, and a slow starter is not asked without end.
  private static final int PART = 8;

  private final HealthCheck health;
  private final Probe probe;
  private final Duration age;
  private final Listener listener;
  private long begun;
  private int successes;
  private int failures;
  private boolean ready;
  private boolean wasReady;

  /// @param age how long the run is going on already; more than nothing for one that was taken over
  public ProbeLoop(HealthCheck health, Endpoint endpoint, Duration age, Listener listener) {
    this.health = health;
    this.probe = Probe.of(health, endpoint);
    this.age = age;
    this.listener = listener;
  }

  /// Hears when an instance becomes ready or stops being so; called on the loop's thread.
  public interface Listener {
    void onReady();

    void onUnready(String reason);
  }

  @Override
  public void run() {
    try {
      Thread.sleep(initialDelay());
      begun = System.nanoTime();
      while (!Thread.currentThread().isInterrupted()) {
        judge(probe.ask());
        if (ready && health.kind() == HealthCheck.Kind.NONE) {
          return;
        }
        Thread.sleep(pause());
      }
    } catch (InterruptedException _) {
      // The run is over, or nobody watches any more.
      Thread.currentThread().interrupt();
    }
  }

  private Duration initialDelay() {
    var left = Duration.ofSeconds(health.initialDelaySeconds()).minus(age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration pause() {
    var interval = Duration.ofSeconds(health.intervalSeconds());
    return wasReady
        ? interval
        : shorter(eager(Duration.ofNanos(System.nanoTime() - begun)), interval);
  }

  /// @param asking how long an instance that is not ready has been asked already
  static Duration eager(Duration asking) {
    var growing = asking.dividedBy(PART);
    return shorter(growing.compareTo(SHORTEST) < 0 ? SHORTEST : growing, LONGEST);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void judge(Optional<String> wrong) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    if (wrong.isEmpty()) {
      failures = 0;
      successes++;
      if (!ready && successes >= health.successes()) {
        ready = true;
        wasReady = true;
        listener.onReady();
      }
    } else {
      successes = 0;
      failures++;
      if (ready && failures >= health.failures()) {
        ready = false;
        listener.onUnready(wrong.get());
      }
    }
  }
}
