package dev.sluice.launch;

import java.util.logging.Level;
import java.util.logging.Logger;

/// One line per log entry on standard error; libraries only when something is wrong.
final class Logging {
  /// Held, because the logging system forgets loggers that nobody holds.
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger OURS = Logger.getLogger("dev.sluice");

  private Logging() {}

  static void configure() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
  }
}
