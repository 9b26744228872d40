package dev.sluice.domain.history;

import java.util.Optional;

/// One field of two configurations side by side.
///
/// @param path of the field as the API spells it; a variable is `environment.NAME`
/// @param group `artifact`, `run`, `resources`, `scaling`, `health`, `roll`, `stop`, `logs`,
///   `remark`
/// @param before as text; empty when the field was added, or for a secret
/// @param after as text; empty when the field was removed, or for a secret
/// @param secret true: values are never shown, only whether they changed (R51)
public record DiffEntry(
    String path,
    String group,
    Change change,
    Optional<String> before,
    Optional<String> after,
    boolean secret) {

  /// How the two sides differ.
  public enum Change {
    ADDED,
    REMOVED,
    CHANGED,
    EQUAL
  }
}
