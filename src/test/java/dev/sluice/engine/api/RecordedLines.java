package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a listener of a log is told, and waits for more of it with a limit.
public final class RecordedLines implements LogListener {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<LogLine> lines = new ArrayList<>();
  private final List<String> cursors = new ArrayList<>();
  private boolean ended;

  @Override
  public synchronized void onLine(LogLine line, String cursor) {
    lines.add(line);
    cursors.add(cursor);
    notifyAll();
  }

  @Override
  public synchronized void onEnd() {
    ended = true;
    notifyAll();
  }

  @Override
  public void onDisconnected(Problem problem) {
    // Lines go on when the engine is there again.
  }

  public synchronized List<LogLine> lines() {
    return List.copyOf(lines);
  }

  public synchronized List<String> texts() {
    return lines.stream().map(LogLine::text).toList();
  }

  /// The cursor of the line with that text.
  public synchronized String cursorOf(String text) {
    return cursors.get(texts().indexOf(text));
  }

  /// Waits for a line, and returns all up to then.
  public List<String> await(String text) {
    await(() -> texts().contains(text), "line " + text);
    return texts();
  }

  public void awaitEnd() {
    await(() -> ended, "end");
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
          fail("the " + what + " did not come; so far: " + texts());
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted while waiting for " + what);
    }
  }
}
