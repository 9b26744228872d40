package dev.sluice.console.fx;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// Brings a log's lines to the JavaFX thread, many at a time: at most twenty batches in a second,
/// each with everything that came meanwhile. What cannot be taken in time waits in the engine, not
/// in memory.
public final class LogFeed implements AutoCloseable {
  private static final int MOST_WAITING = 5_000;
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private final DeploymentEngine engine;
  private final LogQuery query;
  private final Receiver receiver;
  private final Thread pump;
  private final Object lock = new Object();
  private List<Line> waiting = new ArrayList<>();
  private @Nullable Runnable news;
  private boolean ended;
  private volatile boolean closed;

  /// What the lines are for; called on the JavaFX thread, never after the feed was closed there.
  public interface Receiver {

    /// The next lines, oldest first.
    void onLines(List<Line> lines);

    /// There will be no further line.
    void onEnd();

    /// The engine cannot be reached; it is being tried again, and lines go on without a gap.
    void onLost(Problem problem);

    /// The log cannot be followed.
    void onProblem(Problem problem);
  }

  /// @param cursor where the line ends, for a later [LogQuery]
  public record Line(LogLine line, String cursor) {}

  private LogFeed(DeploymentEngine engine, LogQuery query, Receiver receiver) {
    this.engine = engine;
    this.query = query;
    this.receiver = receiver;
    this.pump = Thread.ofVirtual().name("log-feed").unstarted(this::run);
  }

  /// Follows what `query` asks for until it is closed.
  public static LogFeed start(DeploymentEngine engine, LogQuery query, Receiver receiver) {
    var feed = new LogFeed(engine, query, receiver);
    feed.pump.start();
    return feed;
  }

  @Override
  public void close() {
    closed = true;
    pump.interrupt();
  }

  private void run() {
    try (var _ = engine.followLogs(query, new Listener())) {
      while (!closed) {
        deliver();
        Thread.sleep(BETWEEN);
      }
    } catch (ProblemException e) {
      Platform.runLater(() -> tell(() -> receiver.onProblem(e.problem())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Only close() interrupts.
    }
  }

  /// Waits for news, and until the JavaFX thread has taken it: no second batch waits behind it.
  private void deliver() throws InterruptedException {
    List<Line> lines;
    Runnable other;
    synchronized (lock) {
      while (waiting.isEmpty() && news == null) {
        lock.wait();
      }
      lines = waiting;
      other = news;
      waiting = new ArrayList<>();
      news = null;
      lock.notifyAll();
    }
    var task =
        new FutureTask<>(
            () ->
                tell(
                    () -> {
                      if (!lines.isEmpty()) {
                        receiver.onLines(lines);
                      }
                      if (other != null) {
                        other.run();
                      }
                    }),
            true);
    Platform.runLater(task);
    try {
      task.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void tell(Runnable told) {
    if (!closed) {
      told.run();
    }
  }

  /// Called by the engine's thread.
  private final class Listener implements LogListener {
    @Override
    public void onLine(LogLine line, String cursor) {
      synchronized (lock) {
        try {
          while (waiting.size() >= MOST_WAITING && !closed) {
            lock.wait();
          }
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return;
        }
        waiting.add(new Line(line, cursor));
        lock.notifyAll();
      }
    }

    @Override
    public void onEnd() {
      ended = true;
      put(receiver::onEnd);
    }

    @Override
    public void onDisconnected(Problem problem) {
      if (!ended) {
        put(() -> receiver.onLost(problem));
      }
    }

    private void put(Runnable told) {
      synchronized (lock) {
        news = told;
        lock.notifyAll();
      }
    }
  }
}
