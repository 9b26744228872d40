package dev.sluice.engine.core;

import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a redeploy changes, for its record (R68): a line for each field that differs, in the same
/// order on both sides.
///
/// @param before empty when nothing differs
/// @param after likewise
record ChangedFields(Optional<String> before, Optional<String> after) {
  static final ChangedFields NONE = new ChangedFields(Optional.empty(), Optional.empty());

  /// More is in the snapshot.
  private static final int MOST = 50;

  private static final int LONGEST = 200;
  private static final String SECRET = "***";
  private static final String ABSENT = "–";

  static ChangedFields between(Configuration from, Configuration to) {
    var differing =
        ConfigurationDiff.between(from, to).stream()
            .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
            .limit(MOST)
            .toList();
    return differing.isEmpty()
        ? NONE
        : new ChangedFields(
            Optional.of(lines(differing, ChangedFields::before)),
            Optional.of(lines(differing, ChangedFields::after)));
  }

  private static String lines(List<DiffEntry> entries, Function<DiffEntry, String> side) {
    return entries.stream()
        .map(entry -> entry.path() + ": " + side.apply(entry))
        .collect(Collectors.joining("\n"));
  }

  private static String before(DiffEntry entry) {
    return entry.change() == DiffEntry.Change.ADDED ? ABSENT : value(entry, entry.before());
  }

  private static String after(DiffEntry entry) {
    return entry.change() == DiffEntry.Change.REMOVED ? ABSENT : value(entry, entry.after());
  }

  /// On one line, however many the value has.
  private static String value(DiffEntry entry, Optional<String> text) {
    if (entry.secret()) {
      return SECRET;
    }
    String line = text.orElse("").replaceAll("\\R", "⏎");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
