package dev.sluice.console.logs;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.util.Duration;
import org.fxmisc.richtext.Caret;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.fxmisc.richtext.model.ReadOnlyStyledDocument;
import org.fxmisc.richtext.model.ReadOnlyStyledDocumentBuilder;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.fxmisc.richtext.util.UndoUtils;
import org.jspecify.annotations.Nullable;

/// The lines of a log as text that can be selected. Draws those in sight only, and highlights
/// matches only there.
final class LogArea extends StyleClassedTextArea implements LogViewModel.Surface {
  /// Highlighting changes the text, which must not happen while it is being laid out.
  private static final Duration SOON = Duration.millis(20);

  private final LogViewModel model;
  private final PauseTransition highlighting = new PauseTransition(SOON);

  /// How lines are highlighted, by number; only those that are.
  private final Map<Long, Highlight> highlighted = new HashMap<>();

  private boolean empty = true;

  /// @param current whether the match that is looked at is among them
  private record Highlight(List<LogSearch.Match> matches, boolean current) {}

  LogArea(LogViewModel model) {
    super(false);
    this.model = model;
    setUndoManager(UndoUtils.noOpUndoManager());
    setEditable(false);
    setShowCaret(Caret.CaretVisibility.OFF);
    setAutoScrollOnDragDesired(true);
    setUseInitialStyleForInsertion(true);
    getStyleClass().add("log-area");
    highlighting.setOnFinished(_ -> highlightVisible());
    viewportDirtyEvents()
        .subscribe(
            _ -> {
              if (model.matches().isOn()) {
                highlighting.playFromStart();
              }
            });
  }

  @Override
  public void show(List<LogEntry> entries) {
    highlighted.clear();
    empty = entries.isEmpty();
    if (empty) {
      clear();
    } else {
      put(0, getLength(), document(entries, false, false));
    }
  }

  @Override
  public void append(List<LogEntry> entries) {
    if (empty) {
      show(entries);
    } else {
      put(getLength(), getLength(), document(entries, true, false));
    }
  }

  @Override
  public void prepend(List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    if (empty) {
      show(entries);
    } else {
      put(0, 0, document(entries, false, true));
      // What was read stays where it was.
      showParagraphAtTop(entries.size());
    }
  }

  @Override
  public void drop(int rows) {
    if (rows >= getParagraphs().size()) {
      clear();
      empty = true;
    } else {
      put(0, getAbsolutePosition(rows, 0), document(List.of(), false, true));
    }
  }

  /// Past the area's own methods, which would move the caret and with it what the reader selected.
  private void put(
      int from,
      int to,
      ReadOnlyStyledDocument<Collection<String>, String, Collection<String>> text) {
    getContent().replace(from, to, text);
  }

  @Override
  public void toEnd() {
    int last = getParagraphs().size() - 1;
    if (getSelection().getLength() == 0) {
      // Keys go on from here; at the beginning of the line, which may be long.
      moveTo(last, 0);
    }
    showParagraphAtBottom(last);
  }

  @Override
  public void reveal(int row, LogSearch.Match match) {
    if (row >= 0 && row < getParagraphs().size()) {
      selectRange(row, match.from(), row, match.to());
      showParagraphAtCenter(row);
      requestFollowCaret();
    }
  }

  @Override
  public void highlight() {
    highlighting.playFromStart();
  }

  /// Whether the last line is in sight.
  boolean isAtEnd() {
    int visible = getVisibleParagraphs().size();
    return visible == 0 || visibleParToAllParIndex(visible - 1) >= getParagraphs().size() - 1;
  }

  private void highlightVisible() {
    var search = model.matches();
    var seen = new HashSet<Long>();
    int visible = getVisibleParagraphs().size();
    int first = visible == 0 ? 0 : visibleParToAllParIndex(0);
    // Highlighting lays lines out anew, and then others may be in sight: those get their turn.
    for (int row = first; row < Math.min(first + visible, model.shown().size()); row++) {
      var entry = model.shown().get(row);
      seen.add(entry.number());
      highlight(row, entry, search);
    }
    for (var number : List.copyOf(highlighted.keySet())) {
      if (!seen.contains(number)) {
        highlighted.remove(number);
        int row = model.rowOf(number);
        if (row >= 0) {
          setStyleSpans(row, 0, spans(model.shown().get(row), List.of(), null));
        }
      }
    }
  }

  private void highlight(int row, LogEntry entry, LogSearch search) {
    var matches = search.in(entry);
    var current = search.current().filter(matches::contains);
    var wanted = new Highlight(matches, current.isPresent());
    if (matches.isEmpty() && highlighted.remove(entry.number()) == null) {
      return;
    }
    if (!matches.isEmpty()
        && !current.isPresent()
        && wanted.equals(highlighted.get(entry.number()))) {
      return;
    }
    var spans = spans(entry, matches, current.orElse(null));
    if (!spans.equals(getStyleSpans(row))) {
      setStyleSpans(row, 0, spans);
    }
    if (!matches.isEmpty()) {
      highlighted.put(entry.number(), wanted);
    }
  }

  private ReadOnlyStyledDocument<Collection<String>, String, Collection<String>> document(
      List<LogEntry> entries, boolean breakBefore, boolean breakAfter) {
    var builder =
        new ReadOnlyStyledDocumentBuilder<Collection<String>, String, Collection<String>>(
            getSegOps(), getInitialParagraphStyle());
    if (breakBefore) {
      builder.addParagraph("", List.of());
    }
    for (var entry : entries) {
      builder.addParagraph(entry.text(), spans(entry, List.of(), null));
    }
    if (breakAfter) {
      builder.addParagraph("", List.of());
    }
    return builder.build();
  }

  private static StyleSpans<Collection<String>> spans(
      LogEntry entry, List<LogSearch.Match> matches, LogSearch.@Nullable Match current) {
    var spans = new StyleSpansBuilder<Collection<String>>();
    int at = 0;
    for (var match : matches) {
      plain(spans, entry, at, match.from());
      spans.add(
          List.of(match.equals(current) ? "log-match-current" : "log-match"),
          match.to() - match.from());
      at = match.to();
    }
    plain(spans, entry, at, entry.text().length());
    return spans.create();
  }

  private static void plain(
      StyleSpansBuilder<Collection<String>> spans, LogEntry entry, int from, int to) {
    int middle = Math.clamp(entry.messageStart(), from, to);
    if (middle > from) {
      spans.add(List.of("log-prefix"), middle - from);
    }
    if (to > middle || entry.text().isEmpty()) {
      spans.add(List.of(entry.level().styleClass()), to - middle);
    }
  }
}
