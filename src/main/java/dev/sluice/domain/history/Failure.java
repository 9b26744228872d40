package dev.sluice.domain.history;

import java.util.List;
import java.util.Objects;

/// Why an operation failed or a version is not well, for an operator.
///
/// The console shows `code` with `arguments` in its reader's language; everything else shows
/// `message`.
///
/// @param code stable key of the sentence; see [Failures]
/// @param message the sentence in English: what happened, to which instance
/// @param arguments the values the sentence names, in its order
public record Failure(String code, String message, List<String> arguments) {
  public Failure {
    // Those that were stored before there were arguments have none.
    arguments = List.copyOf(Objects.requireNonNullElse(arguments, List.of()));
  }

  /// One whose sentence is known in English only.
  public Failure(String code, String message) {
    this(code, message, List.of());
  }
}
