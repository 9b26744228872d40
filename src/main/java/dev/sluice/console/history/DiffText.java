package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.DiffEntry;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The comparison in words: signs, values and the whole of it as plain text. A secret's value is in
/// none of them (R51).
final class DiffText {
  private final Texts texts;
  private final FieldNames names;

  DiffText(Texts texts) {
    this.texts = texts;
    this.names = new FieldNames(texts);
  }

  static String sign(DiffEntry.Change change) {
    return switch (change) {
      case ADDED -> "+";
      case REMOVED -> "−";
      case CHANGED -> "~";
      case EQUAL -> "";
    };
  }

  /// What stands on the left.
  String before(DiffEntry entry) {
    return entry.change() == DiffEntry.Change.ADDED ? "" : value(entry, entry.before());
  }

  /// What stands on the right.
  String after(DiffEntry entry) {
    return entry.change() == DiffEntry.Change.REMOVED ? "" : value(entry, entry.after());
  }

  private String value(DiffEntry entry, Optional<String> text) {
    if (entry.secret()) {
      return texts.text(
          entry.change() == DiffEntry.Change.CHANGED ? "diff.secret.changed" : "diff.secret");
    }
    return text.filter(value -> !value.isEmpty())
        .map(value -> named(entry.path(), value))
        .orElseGet(() -> texts.text("diff.empty"));
  }

  /// A choice as the editor calls it.
  private String named(String path, String value) {
    String key =
        switch (path) {
          case "artifact.kind" -> "editor.artifact." + value.toUpperCase(Locale.ROOT);
          case "protocol" -> "editor.protocol." + value;
          case "health.kind" -> "editor.health." + value;
          default -> "";
        };
    return texts.map().getOrDefault(key, value);
  }

  /// For screen readers and, line by line, for copying.
  String line(DiffEntry entry) {
    String name = names.of(entry);
    return switch (entry.change()) {
      case ADDED -> "+ " + name + ": " + after(entry);
      case REMOVED -> "− " + name + ": " + before(entry);
      case CHANGED ->
          entry.secret()
              ? "~ " + name + ": " + after(entry)
              : "~ " + name + ": " + before(entry) + " → " + after(entry);
      case EQUAL -> "  " + name + ": " + before(entry);
    };
  }

  String all(Comparison comparison, String title) {
    return comparison.rows().stream()
        .map(
            row ->
                switch (row) {
                  case Comparison.Row.Group group -> "\n[" + names.group(group.name()) + "]";
                  case Comparison.Row.Field field -> line(field.entry());
                })
        .collect(Collectors.joining("\n", title + "\n", "\n"));
  }
}
