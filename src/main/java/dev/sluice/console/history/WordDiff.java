package dev.sluice.console.history;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Which words of a text differ from another's.
///
/// @param before the left text in pieces
/// @param after the right text in pieces
record WordDiff(List<Piece> before, List<Piece> after) {

  /// A run of text, the same on both sides or not.
  record Piece(String text, boolean differs) {}

  /// Pieces put together again are the texts that were given.
  static WordDiff of(String before, String after) {
    var left = words(before);
    var right = words(after);
    var deltas = DiffUtils.diff(left, right).getDeltas();
    return new WordDiff(
        pieces(left, deltas.stream().map(AbstractDelta::getSource).toList()),
        pieces(right, deltas.stream().map(AbstractDelta::getTarget).toList()));
  }

  /// Words with the space that follows them, so that nothing of the text is lost.
  private static List<String> words(String text) {
    return Arrays.stream(text.split("(?<=[\\s=,/:])")).filter(word -> !word.isEmpty()).toList();
  }

  private static List<Piece> pieces(List<String> words, List<Chunk<String>> changed) {
    var pieces = new ArrayList<Piece>();
    Function<List<String>, String> text = part -> String.join("", part);
    int at = 0;
    for (var chunk : changed) {
      int begin = chunk.getPosition();
      int end = begin + chunk.size();
      add(pieces, text.apply(words.subList(at, begin)), false);
      add(pieces, text.apply(words.subList(begin, end)), true);
      at = end;
    }
    add(pieces, text.apply(words.subList(at, words.size())), false);
    return List.copyOf(pieces);
  }

  private static void add(List<Piece> pieces, String text, boolean differs) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, differs));
    }
  }
}
