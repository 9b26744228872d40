package dev.sluice.console.shell;

import java.util.List;
import java.util.Locale;

/// One thing the command palette offers.
///
/// @param hint what sort of thing it is
/// @param searched title and hint in small letters
record PaletteEntry(String title, String hint, String icon, Runnable action, String searched) {
  private static final int SHOWN = 50;

  PaletteEntry(String title, String hint, String icon, Runnable action) {
    this(title, hint, icon, action, (title + " " + hint).toLowerCase(Locale.ROOT));
  }

  /// Those that have every word of `typed` somewhere, in their order; titles that begin with it
  /// first.
  static List<PaletteEntry> matching(List<PaletteEntry> all, String typed) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    var words = List.of(text.split("\\s+"));
    return all.stream()
        .filter(entry -> words.stream().allMatch(entry.searched()::contains))
        .sorted((a, b) -> Boolean.compare(b.beginsWith(text), a.beginsWith(text)))
        .limit(SHOWN)
        .toList();
  }

  private boolean beginsWith(String text) {
    return searched.startsWith(text);
  }
}
