package dev.sluice.console.fx;

import dev.sluice.engine.api.Problem;
import java.time.Instant;

/// How the console stands with its engine.
public sealed interface Connection {

  /// Since when it is like this.
  Instant since();

  /// Whether changes can be asked for.
  default boolean isUp() {
    return switch (this) {
      case Connected _ -> true;
      case Connecting _, Lost _ -> false;
    };
  }

  /// Nothing has been heard yet.
  record Connecting(Instant since) implements Connection {}

  /// News arrives.
  record Connected(Instant since) implements Connection {}

  /// What is shown is as of `since`; it is being tried again.
  ///
  /// @param problem what is the matter
  record Lost(Instant since, Problem problem) implements Connection {}
}
