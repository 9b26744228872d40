package dev.sluice.console.fx;

import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.application.Platform;

/// Does what may wait away from the JavaFX thread and comes back to it with the answer:
///
/// ```java
/// background.run(() -> engine.getTraffic(shop)).onSuccess(this::show).onProblem(notifier::problem).start();
/// ```
public final class Background {
  private static final System.Logger LOG = System.getLogger(Background.class.getName());

  private final Consumer<Problem> unhandled;

  /// @param unhandled shows the problem of a task that has no [Task#onProblem] of its own
  public Background(Consumer<Problem> unhandled) {
    this.unhandled = unhandled;
  }

  /// A task that runs `work` on a virtual thread once it is started.
  public <T> Task<T> run(Callable<T> work) {
    return new Task<>(work, unhandled);
  }

  /// Does `work`, that has no result.
  public Task<Boolean> run(Runnable work) {
    return run(
        () -> {
          work.run();
          return true;
        });
  }

  /// One piece of work; its callbacks run on the JavaFX thread.
  public static final class Task<T> {
    private final Callable<T> work;
    private Consumer<T> success = _ -> {};
    private Consumer<Problem> problem;
    private Runnable end = () -> {};

    private Task(Callable<T> work, Consumer<Problem> unhandled) {
      this.work = work;
      this.problem = unhandled;
    }

    public Task<T> onSuccess(Consumer<T> action) {
      success = action;
      return this;
    }

    public Task<T> onProblem(Consumer<Problem> action) {
      problem = action;
      return this;
    }

    /// After either of them.
    public Task<T> onEnd(Runnable action) {
      end = action;
      return this;
    }

    public void start() {
      Thread.ofVirtual().name("background").start(this::work);
    }

    private void work() {
      try {
        var result = work.call();
        finish(() -> success.accept(result));
      } catch (ProblemException e) {
        finish(() -> problem.accept(e.problem()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.log(Level.ERROR, "a background task failed", e);
        finish(() -> problem.accept(unexpected()));
      }
    }

    private void finish(Runnable answer) {
      Platform.runLater(
          () -> {
            try {
              answer.run();
            } finally {
              end.run();
            }
          });
    }

    /// Says nothing of the exception: its text is not made for readers and stands in the log.
    private static Problem unexpected() {
      return new Problem(
          Problem.Kind.INTERNAL,
          "consoleFault",
          "The console ran into a fault of its own.",
          "Try again; if it stays, look into the console's log.",
          Map.of(),
          List.of(),
          Optional.empty());
    }
  }
}
