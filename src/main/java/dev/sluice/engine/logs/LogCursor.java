package dev.sluice.engine.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A place in several logs, as text that a caller hands back. It names a position in each of them
/// rather than a moment, so that it means the same place whatever is written meanwhile and whatever
/// clocks do.
///
/// @param positions by the key of a [LogSource]
public record LogCursor(Kind kind, Map<String, Long> positions) {
  private static final int LONGEST = 12_000;
  private static final int LONGEST_UNPACKED = 1 << 18;
  private static final Pattern ENTRY = Pattern.compile("([a-z0-9-]{1,80}) ([0-9]{1,18})");

  public LogCursor {
    positions = Map.copyOf(positions);
  }

  /// What a cursor is for.
  public enum Kind {
    /// older lines, of these logs and no other
    BACK,
    /// newer lines, of these logs and of any new one; or back again from there
    ON
  }

  /// Letters, digits, `-` and `_`.
  public String text() {
    var text = new StringBuilder(kind.name());
    new TreeMap<>(positions)
        .forEach((key, position) -> text.append('\n').append(key).append(' ').append(position));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(packed(text.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  /// Empty when `text` is no cursor of that kind.
  public static Optional<LogCursor> read(Kind kind, String text) {
    try {
      var lines = unpacked(text).split("\n", -1);
      if (!lines[0].equals(kind.name())) {
        return Optional.empty();
      }
      var positions = new TreeMap<String, Long>();
      for (int i = 1; i < lines.length; i++) {
        var entry = ENTRY.matcher(lines[i]);
        if (!entry.matches()) {
          return Optional.empty();
        }
        positions.put(entry.group(1), Long.parseLong(entry.group(2)));
      }
      return Optional.of(new LogCursor(kind, positions));
    } catch (IllegalArgumentException | DataFormatException _) {
      return Optional.empty();
    }
  }

  /// Where to go back from: where a page ended, or right behind a line that was followed. Empty
  /// when `text` is no cursor.
  public static Optional<LogCursor> readBack(String text) {
    return read(Kind.BACK, text).or(() -> read(Kind.ON, text));
  }

  private static byte[] packed(byte[] text) {
    try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(text);
      deflater.finish();
      var packed = new byte[text.length + 64];
      int length = deflater.deflate(packed);
      return Arrays.copyOf(packed, length);
    }
  }

  private static String unpacked(String text) throws DataFormatException {
    if (text.length() > LONGEST) {
      throw new DataFormatException();
    }
    try (var inflater = new Inflater(true)) {
      inflater.setInput(Base64.getUrlDecoder().decode(text));
      var unpacked = new byte[LONGEST_UNPACKED];
      int length = inflater.inflate(unpacked);
      if (!inflater.finished()) {
        throw new DataFormatException();
      }
      return new String(unpacked, 0, length, StandardCharsets.US_ASCII);
    }
  }
}
