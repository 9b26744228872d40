package dev.sluice.domain.service;

/// What happens to an instance that wants more than its [Resources].
///
/// @param why for the operator, one sentence
public record Enforcement(Mode mode, String why) {

  public enum Mode {
    /// The system gives it no more CPU, and ends it when it takes more memory.
    ENFORCED,
    /// It gets what it takes; of too much memory the engine's log tells.
    WATCHED
  }
}
