package dev.sluice.console.shell;

import dev.sluice.console.widgets.Tone;
import dev.sluice.engine.api.Problem;
import java.time.Duration;

/// Tells the operator what happened, over whatever screen is open. For the JavaFX thread.
public interface Notifier {

  /// Something went well.
  void done(String text);

  /// Something happened that the operator need not act on.
  void news(Tone tone, String text);

  /// Something went well and can be taken back for a while.
  ///
  /// @param undo what the button says
  /// @param action what it does, once
  /// @param offered how long
  void done(String text, String undo, Runnable action, Duration offered);

  /// Something was refused or failed: what was wrong and what to do. Stays until it is closed.
  void problem(Problem problem);
}
