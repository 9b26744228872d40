package dev.sluice.platform.process.artifact;

import dev.sluice.engine.port.Platform.NoSpaceException;
import java.io.IOException;
import java.util.Locale;

/// Tells a full disk from other failures; the JDK has only the system's words for it.
final class NoSpace {
  private NoSpace() {}

  static boolean isBehind(IOException failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("no space left")
        || words.contains("quota exceeded")
        || words.contains("not enough space");
  }

  /// The failure itself, unless a full disk is behind it.
  static IOException explain(IOException failure) {
    if (!isBehind(failure)) {
      return failure;
    }
    var explained =
        new NoSpaceException(
            "The disk that holds the data directory is full. Free some space and try again.");
    explained.initCause(failure);
    return explained;
  }
}
