package dev.sluice.domain.service;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// A value broke its own rules. Whoever made it from someone's input turns this into a refusal that
/// names every field.
public final class InvalidValueException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  public InvalidValueException(Violation violation) {
    this(List.of(violation));
  }

  public InvalidValueException(List<Violation> violations) {
    super(violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  public List<Violation> violations() {
    return violations;
  }
}
