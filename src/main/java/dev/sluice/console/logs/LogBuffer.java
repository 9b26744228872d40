package dev.sluice.console.logs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/// The lines of a log that are held, oldest first, and those of them that are shown. Holds a
/// bounded number of lines and of characters; the oldest are dropped.
final class LogBuffer {
  /// As much as a person scrolls through.
  static final int MOST_LINES = 100_000;

  /// Lines can be long; this is 40 MB at worst.
  static final long MOST_CHARACTERS = 20_000_000;

  private final int mostLines;
  private final long mostCharacters;
  private final List<LogEntry> held = new ArrayList<>();
  private final List<LogEntry> shown = new ArrayList<>();
  private Predicate<LogEntry> filter = _ -> true;
  private long characters;

  LogBuffer() {
    this(MOST_LINES, MOST_CHARACTERS);
  }

  LogBuffer(int mostLines, long mostCharacters) {
    this.mostLines = mostLines;
    this.mostCharacters = mostCharacters;
  }

  /// What happened to the shown lines.
  ///
  /// @param dropped how many at the beginning are gone
  /// @param added at the end
  record Change(int dropped, List<LogEntry> added) {}

  void clear() {
    held.clear();
    shown.clear();
    characters = 0;
  }

  /// Takes newer lines.
  Change append(List<LogEntry> entries) {
    held.addAll(entries);
    entries.forEach(entry -> characters += entry.text().length());
    int gone = excess();
    long lastGone = gone == 0 ? Long.MIN_VALUE : held.get(gone - 1).number();
    held.subList(0, gone).forEach(entry -> characters -= entry.text().length());
    held.subList(0, gone).clear();
    var added = entries.stream().filter(entry -> entry.number() > lastGone).filter(filter).toList();
    int dropped = gone == 0 ? 0 : firstAfter(lastGone);
    shown.subList(0, dropped).clear();
    shown.addAll(added);
    return new Change(dropped, added);
  }

  private int excess() {
    int gone = Math.max(0, held.size() - mostLines);
    long left = characters;
    for (int i = 0; i < gone; i++) {
      left -= held.get(i).text().length();
    }
    while (left > mostCharacters && gone < held.size() - 1) {
      left -= held.get(gone).text().length();
      gone++;
    }
    return gone;
  }

  /// Takes older lines; those that there is no room for are left out.
  ///
  /// @return those that are shown of them
  List<LogEntry> prepend(List<LogEntry> entries) {
    int room = Math.max(0, mostLines - held.size());
    var taken = entries.subList(Math.max(0, entries.size() - room), entries.size());
    held.addAll(0, taken);
    taken.forEach(entry -> characters += entry.text().length());
    var added = taken.stream().filter(filter).toList();
    shown.addAll(0, added);
    return added;
  }

  /// Shows those lines only from now on.
  void filter(Predicate<LogEntry> wanted) {
    filter = wanted;
    shown.clear();
    held.stream().filter(wanted).forEach(shown::add);
  }

  List<LogEntry> shown() {
    return Collections.unmodifiableList(shown);
  }

  int size() {
    return held.size();
  }

  boolean isFull() {
    return held.size() >= mostLines || characters >= mostCharacters;
  }

  /// In which row the line with that number is shown; -1 when it is not.
  int rowOf(long number) {
    int row = firstAfter(number - 1);
    return row < shown.size() && shown.get(row).number() == number ? row : -1;
  }

  private int firstAfter(long number) {
    int low = 0;
    int high = shown.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (shown.get(middle).number() <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
