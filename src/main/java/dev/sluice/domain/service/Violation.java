package dev.sluice.domain.service;

import java.util.List;
import java.util.Optional;

/// One field that may not have the value it has.
///
/// The console shows `code` with `arguments` in its reader's language; everything else shows
/// `message`.
///
/// @param field path of the field as the one who gave the value spells it: from the rules of a
///   configuration `scaling.min` or `environment[2].name`, from a call that takes a configuration
///   among other things `configuration.scaling.min`
/// @param code stable key of the sentence, for example `range`
/// @param arguments the values the sentence names, in its order
/// @param message the sentence in English: what was wrong, with the value, and what is allowed
/// @param rule the numbered rule that refuses it, for example `R15`
public record Violation(
    String field, String code, List<String> arguments, String message, Optional<String> rule) {
  public Violation {
    arguments = List.copyOf(arguments);
  }

  /// The same violation for a field inside `parent`.
  public Violation within(String parent) {
    return new Violation(parent + "." + field, code, arguments, message, rule);
  }

  /// The same violation as it is seen from inside `parent`; as it is when it is not in there.
  public Violation from(String parent) {
    return field.startsWith(parent + ".")
        ? new Violation(field.substring(parent.length() + 1), code, arguments, message, rule)
        : this;
  }
}
