package dev.sluice.domain.service;

import java.util.List;
import java.util.Optional;

/// One variable of an instance's environment.
///
/// @param name letters, digits and underscores
/// @param value empty only for a secret that is shown to a reader or that keeps what it was
/// @param secret write-only: never shown in an answer, an event, a log or a diff
public record EnvironmentVariable(String name, Optional<String> value, boolean secret) {

  public static EnvironmentVariable plain(String name, String value) {
    return new EnvironmentVariable(name, Optional.of(value), false);
  }

  public static EnvironmentVariable secret(String name, String value) {
    return new EnvironmentVariable(name, Optional.of(value), true);
  }

  /// What a reader may see.
  public EnvironmentVariable masked() {
    return secret ? new EnvironmentVariable(name, Optional.empty(), true) : this;
  }

  /// This variable, or for a secret without a value the one of the same name in `base`.
  EnvironmentVariable orFrom(List<EnvironmentVariable> base) {
    if (!secret || value.isPresent()) {
      return this;
    }
    return base.stream()
        .filter(other -> other.secret() && other.name().equals(name))
        .findFirst()
        .orElse(this);
  }

  /// Never the value of a secret, so that a record in a message cannot leak it.
  @Override
  public String toString() {
    return name + "=" + (secret ? "•••" : value.orElse(""));
  }
}
