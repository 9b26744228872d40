package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Keeps what a listener is told, and waits for more of it with a limit.
public final class RecordedEvents implements EventListener {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<EngineEvent> events = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  @Override
  public synchronized void onEvent(EngineEvent event) {
    events.add(event);
    calls.add("event " + event.number());
    notifyAll();
  }

  @Override
  public synchronized void onConnected(boolean complete) {
    calls.add(complete ? "resumed" : "reset");
    notifyAll();
  }

  @Override
  public synchronized void onDisconnected(Problem problem) {
    calls.add("disconnected");
    notifyAll();
  }

  /// What was delivered so far.
  public synchronized List<EngineEvent> events() {
    return List.copyOf(events);
  }

  /// The names of all calls so far, in order: `reset`, `resumed`, `event 3`, `disconnected`.
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  public List<EngineEvent> awaitEvents(Predicate<List<EngineEvent>> enough) {
    await(() -> enough.test(events), "events");
    return events();
  }

  public List<String> awaitCalls(Predicate<List<String>> enough) {
    await(() -> enough.test(calls), "calls");
    return calls();
  }

  private interface Condition {
    boolean holds();
  }

  private synchronized void await(Condition condition, String what) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try {
      while (!condition.holds()) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          fail("the " + what + " did not come; so far: " + calls);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted while waiting for " + what);
    }
  }
}
