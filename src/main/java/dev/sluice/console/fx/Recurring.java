package dev.sluice.console.fx;

import java.time.Duration;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// Something that is looked at again now and then, such as how long ago something was. Unlike an
/// animation it has nothing drawn in between: a console that nobody uses costs next to nothing.
///
/// All methods are for the JavaFX thread.
public final class Recurring {
  private final Duration every;
  private final Runnable action;
  private @Nullable Thread thread;

  /// @param action done on the JavaFX thread, for the first time one pause after the start
  public Recurring(Duration every, Runnable action) {
    this.every = every;
    this.action = action;
  }

  /// Begins, unless it has begun.
  public void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("recurring").start(this::run);
    }
  }

  /// Ends it; the action is not done any more once this has returned.
  public void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  private void run() {
    var own = Thread.currentThread();
    try {
      while (true) {
        Thread.sleep(every);
        Platform.runLater(
            () -> {
              if (own.equals(thread)) {
                action.run();
              }
            });
      }
    } catch (InterruptedException _) {
      own.interrupt(); // Only stop() interrupts.
    }
  }
}
