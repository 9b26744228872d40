package dev.sluice.console.history;

import dev.sluice.domain.history.DiffEntry;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a field shows on both sides: its words, marked where they differ, and of a long text the
/// part with the first difference.
///
/// @param lines of the whole text when only a part is shown; 0 otherwise
record DiffValue(List<WordDiff.Piece> before, List<WordDiff.Piece> after, int lines) {
  private static final int SHOWN_LINES = 7;

  /// @param words gives the texts, secrets hidden
  static DiffValue of(DiffEntry entry, DiffText words) {
    String left = words.before(entry);
    String right = words.after(entry);
    if (!LineDiff.isLong(left) && !LineDiff.isLong(right)) {
      return of(entry, left, right, 0);
    }
    var whole = LineDiff.of(left, right);
    var excerpt = whole.excerpt(SHOWN_LINES);
    return of(
        entry,
        joined(excerpt, LineDiff.Line::before),
        joined(excerpt, LineDiff.Line::after),
        whole.lines().size());
  }

  private static String joined(List<LineDiff.Line> lines, Function<LineDiff.Line, String> side) {
    return lines.stream().map(side).collect(Collectors.joining("\n"));
  }

  private static DiffValue of(DiffEntry entry, String left, String right, int lines) {
    if (entry.change() == DiffEntry.Change.CHANGED && !entry.secret()) {
      var pieces = WordDiff.of(left, right);
      return new DiffValue(marked(pieces.before()), marked(pieces.after()), lines);
    }
    return new DiffValue(plain(left), plain(right), lines);
  }

  private static List<WordDiff.Piece> plain(String text) {
    return text.isEmpty() ? List.of() : List.of(new WordDiff.Piece(text, false));
  }

  /// A word that is new in a value with nothing in common is not marked: all of it is new.
  private static List<WordDiff.Piece> marked(List<WordDiff.Piece> pieces) {
    return pieces.stream().allMatch(WordDiff.Piece::differs)
        ? pieces.stream().map(piece -> new WordDiff.Piece(piece.text(), false)).toList()
        : pieces;
  }
}
