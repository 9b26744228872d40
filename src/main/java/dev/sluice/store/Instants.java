package dev.sluice.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Reads the form in which this store writes times, `2026-01-02T03:04:05.678Z` with no or up to
/// nine digits of a second's fraction. An engine that starts reads tens of thousands, and the
/// general parser takes ten times as long.
final class Instants {
  private static final String FORM = "0000-00-00T00:00:00";
  private static final int MOST_DIGITS = 9;

  private Instants() {}

  /// Any other form is left to the general parser.
  ///
  /// @throws java.time.DateTimeException when it is no time
  static Instant parse(String text) {
    if (!hasOurForm(text)) {
      return Instant.parse(text);
    }
    int fraction = number(text, Math.min(FORM.length() + 1, text.length() - 1), text.length() - 1);
    for (int digits = text.length() - FORM.length() - 2; digits < MOST_DIGITS; digits++) {
      fraction *= 10;
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, FORM.length()),
            fraction)
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean hasOurForm(String text) {
    int digits = text.length() - FORM.length() - 2;
    if (digits < -1 || digits == 0 || digits > MOST_DIGITS || !text.endsWith("Z")) {
      return false;
    }
    for (int i = 0; i < text.length() - 1; i++) {
      char form = i < FORM.length() ? FORM.charAt(i) : i == FORM.length() ? '.' : '0';
      char present = text.charAt(i);
      if (form == '0' ? present < '0' || present > '9' : present != form) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }
}
