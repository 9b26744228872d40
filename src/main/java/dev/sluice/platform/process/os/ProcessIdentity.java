package dev.sluice.platform.process.os;

import java.util.Optional;
import java.util.regex.Pattern;

/// One process and no other, also after its pid has been given to somebody else or the computer was
/// started again.
///
/// @param start what the system counts from boot to the process's start: clock ticks on Linux, so
///   that a changed clock does not matter; milliseconds since 1970 elsewhere
/// @param boot names the run of the computer; `-` where the system has no such name
public record ProcessIdentity(long pid, long start, String boot) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,10}) ([0-9]{1,19}) ([!-~]{1,64})");

  /// Reads what [#text] wrote; empty when it is anything else.
  public static Optional<ProcessIdentity> parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessIdentity(
              Long.parseLong(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              matcher.group(3)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// For keeping; [#parse] reads it.
  public String text() {
    return pid + " " + start + " " + boot;
  }
}
