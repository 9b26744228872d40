package dev.sluice.engine.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The event log of [FakeDeploymentEngine]: numbers from 1 without gaps, one virtual thread for
/// each subscription, so that a slow listener delays only itself.
final class FakeEvents {
  private final List<EngineEvent> log = new ArrayList<>();
  private long forgotten;

  synchronized void add(Instant at, EngineEvent.Change change) {
    log.add(new EngineEvent(last() + 1, at, change));
    notifyAll();
  }

  /// The number of the newest event; 0 before the first.
  synchronized long last() {
    return forgotten + log.size();
  }

  /// Every event that is still kept, oldest first.
  synchronized List<EngineEvent> all() {
    return List.copyOf(log);
  }

  /// Drops all events up to `number`, as a journal with a limit does.
  synchronized void forgetUpTo(long number) {
    while (!log.isEmpty() && forgotten < number) {
      log.removeFirst();
      forgotten++;
    }
  }

  Subscription subscribe(Optional<Long> after, EventListener listener) {
    long from;
    boolean complete;
    synchronized (this) {
      long seen = after.orElse(-1L);
      complete = seen >= forgotten && seen <= last();
      from = complete ? seen : last();
    }
    var thread =
        Thread.ofVirtual().name("fake-events").unstarted(() -> run(from, complete, listener));
    thread.start();
    return thread::interrupt;
  }

  private void run(long from, boolean complete, EventListener listener) {
    listener.onConnected(complete);
    long seen = from;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var next = await(seen);
        listener.onEvent(next);
        seen = next.number();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized EngineEvent await(long seen) throws InterruptedException {
    while (last() <= seen) {
      wait();
    }
    return log.get((int) (seen - forgotten));
  }
}
