package dev.sluice.console.operations;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.DiffEntry.Change;
import dev.sluice.domain.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the record of a redeploy or rollback says of the fields that it changes: a line for each,
/// `path: value`, the same fields in the same order on both sides; `–` where there is none and
/// `***` for a secret.
final class RecordedChanges {
  private static final String ABSENT = "–";
  private static final String SECRET = "***";
  private static final String LINE_BREAK = "⏎";

  private RecordedChanges() {}

  /// Empty when the record is of another kind of operation, or says nothing.
  static List<DiffEntry> of(Operation operation) {
    boolean rolls =
        operation.kind() == Operation.Kind.REDEPLOY || operation.kind() == Operation.Kind.ROLLBACK;
    var before = lines(operation.before());
    var after = lines(operation.after());
    if (!rolls || before.size() != after.size()) {
      return List.of();
    }
    return IntStream.range(0, after.size())
        .mapToObj(i -> entry(before.get(i), after.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<String> lines(Optional<String> text) {
    return text.map(value -> value.lines().toList()).orElse(List.of());
  }

  private static Optional<DiffEntry> entry(String before, String after) {
    int colon = before.indexOf(": ");
    if (colon < 0 || !after.startsWith(before.substring(0, colon + 2))) {
      return Optional.empty();
    }
    String path = before.substring(0, colon);
    String left = before.substring(colon + 2);
    String right = after.substring(colon + 2);
    var change =
        left.equals(ABSENT) ? Change.ADDED : right.equals(ABSENT) ? Change.REMOVED : Change.CHANGED;
    boolean secret = left.equals(SECRET) || right.equals(SECRET);
    return Optional.of(
        new DiffEntry(
            path, group(path), change, value(left, secret), value(right, secret), secret));
  }

  private static Optional<String> value(String text, boolean secret) {
    return secret || text.equals(ABSENT)
        ? Optional.empty()
        : Optional.of(text.replace(LINE_BREAK, "\n"));
  }

  /// As a comparison of configurations groups them.
  private static String group(String path) {
    String part = path.split("\\.", 2)[0];
    return switch (part) {
      case "command", "port", "protocol", "environment" -> "run";
      default -> part;
    };
  }
}
