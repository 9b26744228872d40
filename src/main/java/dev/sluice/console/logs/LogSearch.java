package dev.sluice.console.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a text stands in the shown lines, whatever the case of its letters.
final class LogSearch {
  private final List<Match> matches = new ArrayList<>();
  private @Nullable Pattern pattern;
  private int current = -1;

  /// @param number of the line
  record Match(long number, int from, int to) {}

  /// Looks for `text` in `entries`; nothing is looked for when it is empty.
  void search(String text, List<LogEntry> entries) {
    pattern =
        text.isEmpty()
            ? null
            : Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    matches.clear();
    entries.forEach(entry -> matches.addAll(in(entry)));
    current = matches.size() - 1;
  }

  /// Lines have been added at the end.
  void appended(List<LogEntry> entries) {
    boolean none = matches.isEmpty();
    entries.forEach(entry -> matches.addAll(in(entry)));
    if (none) {
      current = matches.size() - 1;
    }
  }

  /// Lines have been added at the beginning.
  void prepended(List<LogEntry> entries) {
    var older = new ArrayList<Match>();
    entries.forEach(entry -> older.addAll(in(entry)));
    matches.addAll(0, older);
    current = current < 0 ? matches.size() - 1 : current + older.size();
  }

  /// Lines before the one with that number are gone.
  void dropped(long firstLeft) {
    int gone = 0;
    while (gone < matches.size() && matches.get(gone).number() < firstLeft) {
      gone++;
    }
    matches.subList(0, gone).clear();
    current = matches.isEmpty() ? -1 : Math.max(0, current - gone);
  }

  /// Where it stands in that line.
  List<Match> in(LogEntry entry) {
    if (pattern == null) {
      return List.of();
    }
    var found = pattern.matcher(entry.text());
    var here = new ArrayList<Match>();
    while (found.find()) {
      here.add(new Match(entry.number(), found.start(), found.end()));
    }
    return here;
  }

  boolean isOn() {
    return pattern != null;
  }

  int count() {
    return matches.size();
  }

  /// Which match is looked at, from 1; 0 when there is none.
  int position() {
    return current + 1;
  }

  Optional<Match> current() {
    return current < 0 ? Optional.empty() : Optional.of(matches.get(current));
  }

  /// Goes to the match after the present one, and from the last to the first.
  void next() {
    if (!matches.isEmpty()) {
      current = (current + 1) % matches.size();
    }
  }

  /// Goes to the match before the present one, and from the first to the last.
  void previous() {
    if (!matches.isEmpty()) {
      current = (current + matches.size() - 1) % matches.size();
    }
  }
}
