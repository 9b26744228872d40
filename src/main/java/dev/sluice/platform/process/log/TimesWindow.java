package dev.sluice.platform.process.log;

import java.time.Instant;

/// Some neighbouring entries of [LogTimes]. Entries that are not in order are damaged, and tell
/// nothing.
final class TimesWindow {
  /// Position and milliseconds by turns.
  private final long[] entries;

  /// Lines that end behind it are known of; below 0 when that is all of them.
  private final long from;

  private TimesWindow(long[] entries, long from) {
    this.entries = entries;
    this.from = from;
  }

  /// @param entries position and milliseconds by turns
  /// @param fromBeginning whether no entry comes before these
  /// @param latest milliseconds, when any line can have been written last
  static TimesWindow of(long[] entries, boolean fromBeginning, long latest) {
    for (int i = 0; i < entries.length; i += 2) {
      long millis = Math.abs(entries[i + 1]);
      boolean inOrder =
          i == 0 || (entries[i] > entries[i - 2] && millis >= Math.abs(entries[i - 1]));
      if (!inOrder || entries[i] <= 0 || millis < 1 || millis > LogTimes.LATEST) {
        return unknown(latest);
      }
    }
    return new TimesWindow(entries, fromBeginning ? -1 : entries[0]);
  }

  /// For lines of which only that is known.
  static TimesWindow unknown(long latest) {
    return new TimesWindow(new long[] {Long.MAX_VALUE, -latest}, -1);
  }

  /// Whether it knows of a line that ends at `end`.
  boolean holds(long end) {
    return end > from && end <= entries[entries.length - 2];
  }

  /// When a line that ends at `end` was written: at one moment, or between two.
  Span of(long end) {
    int entry = 2 * firstFrom(end);
    var latest = Instant.ofEpochMilli(Math.abs(entries[entry + 1]));
    if (entries[entry + 1] > 0) {
      return new Span(latest, latest);
    }
    return new Span(
        entry == 0 ? Instant.MIN : Instant.ofEpochMilli(Math.abs(entries[entry - 1])), latest);
  }

  private int firstFrom(long end) {
    int low = 0;
    int high = entries.length / 2 - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries[2 * middle] >= end) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Two moments that a third lies between; the same when that is known.
  record Span(Instant earliest, Instant latest) {}
}
