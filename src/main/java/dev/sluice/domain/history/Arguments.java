package dev.sluice.domain.history;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes an argument list as one line that a person reads without counting commas.
final class Arguments {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./${}-]+");

  private Arguments() {}

  /// Separated by spaces and quoted where needed, as a shell would want it; two lists that differ
  /// have texts that differ.
  static String readable(List<String> arguments) {
    return arguments.stream().map(Arguments::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
