package dev.sluice.console.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.ReadOnlyStyledDocumentBuilder;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;

/// Marked lines in an area that draws only those that are seen.
final class DiffLines {
  private static final String EQUAL = "diff-line-equal";
  private static final int LINES_BEFORE = 5;

  private DiffLines() {}

  /// @param kind `equal`, `added`, `removed` or `missing`
  record Line(String sign, List<WordDiff.Piece> pieces, String kind) {
    static Line plain(String sign, String text, String kind) {
      return new Line(sign, List.of(new WordDiff.Piece(text, false)), kind);
    }
  }

  static CodeArea area(List<Line> lines) {
    var area = new CodeArea();
    area.setEditable(false);
    area.getStyleClass().add("diff-lines");
    var document =
        new ReadOnlyStyledDocumentBuilder<Collection<String>, String, Collection<String>>(
            area.getSegOps(), Set.of());
    for (var line : lines) {
      document.addParagraph(
          List.of(text(line)), spans(line), Set.<String>of("diff-line-" + line.kind()));
    }
    if (!lines.isEmpty()) {
      area.replace(0, 0, document.build());
      area.moveTo(0);
    }
    return area;
  }

  /// With a few lines before it.
  static void showFirstDifference(CodeArea area) {
    for (int i = 0; i < area.getParagraphs().size(); i++) {
      if (!area.getParagraph(i).getParagraphStyle().contains(EQUAL)) {
        area.showParagraphAtTop(Math.max(0, i - LINES_BEFORE));
        return;
      }
    }
  }

  private static String text(Line line) {
    var text = new StringBuilder(line.sign());
    line.pieces().forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  private static StyleSpans<Collection<String>> spans(Line line) {
    var spans = new StyleSpansBuilder<Collection<String>>();
    spans.add(Set.of(), line.sign().length());
    var pieces = new ArrayList<>(line.pieces());
    boolean marked = pieces.stream().anyMatch(piece -> !piece.differs());
    for (var piece : pieces) {
      spans.add(marked && piece.differs() ? Set.of("diff-word") : Set.of(), piece.text().length());
    }
    return spans.create();
  }
}
