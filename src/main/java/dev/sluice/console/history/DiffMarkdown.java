package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.DiffEntry;
import java.util.ArrayList;
import java.util.List;

/// The comparison as Markdown: a table for each group, and below them long texts as `diff` blocks.
/// No secret's value is in it (R51).
final class DiffMarkdown {
  private final Texts texts;
  private final FieldNames names;
  private final DiffText words;

  DiffMarkdown(Texts texts) {
    this.texts = texts;
    this.names = new FieldNames(texts);
    this.words = new DiffText(texts);
  }

  String of(Comparison comparison, DiffPane.Sides sides) {
    var lines = new ArrayList<String>();
    var longTexts = new ArrayList<DiffEntry>();
    lines.add("# " + sides.title());
    for (var row : comparison.rows()) {
      switch (row) {
        case Comparison.Row.Group group -> {
          lines.addAll(List.of("", "## " + names.group(group.name()), ""));
          lines.add(
              "| | %s | %s | %s |"
                  .formatted(texts.text("diff.field"), sides.left(), sides.right()));
          lines.add("|---|---|---|---|");
        }
        case Comparison.Row.Field field -> lines.add(line(field.entry(), longTexts));
      }
    }
    longTexts.forEach(entry -> block(lines, entry));
    return String.join("\n", lines) + "\n";
  }

  private String line(DiffEntry entry, List<DiffEntry> longTexts) {
    String left = words.before(entry);
    String right = words.after(entry);
    boolean isLong = isLong(left) || isLong(right);
    if (isLong) {
      longTexts.add(entry);
    }
    String see = texts.text("diff.see.below");
    return "| %s | %s | %s | %s |"
        .formatted(
            DiffText.sign(entry.change()),
            cell(names.of(entry)),
            isLong ? see : code(left),
            isLong ? see : code(right));
  }

  private static boolean isLong(String text) {
    return text.indexOf('\n') >= 0 || LineDiff.isLong(text);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + cell(text).replace("`", "'") + "`";
  }

  private void block(List<String> lines, DiffEntry entry) {
    lines.addAll(List.of("", "### " + names.of(entry), "", "````diff"));
    for (var line : LineDiff.of(words.before(entry), words.after(entry)).lines()) {
      switch (line.change()) {
        case EQUAL -> lines.add("  " + line.before());
        case REMOVED -> lines.add("- " + line.before());
        case ADDED -> lines.add("+ " + line.after());
        case CHANGED -> lines.addAll(List.of("- " + line.before(), "+ " + line.after()));
      }
    }
    lines.add("````");
  }
}
