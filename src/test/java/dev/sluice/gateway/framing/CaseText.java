package dev.sluice.gateway.framing;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How bytes are written in the tables of cases; see the head of `requests.txt`. A byte is a
/// character of ISO 8859-1.
final class CaseText {
  private static final Pattern REPEATED = Pattern.compile("\\{(.*?)\\*([0-9]+)\\}", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");

  private CaseText() {}

  static String decode(String written) {
    String lines =
        written
            .replace("<H>", "Host: shop.localhost⏎")
            .replace("<C>", "Transfer-Encoding: chunked⏎")
            .replace("⏎", "\r\n");
    String repeated =
        REPEATED
            .matcher(lines)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1).repeat(Integer.parseInt(found.group(2)))));
    return ESCAPE
        .matcher(repeated)
        .replaceAll(found -> Matcher.quoteReplacement(character(found.group(1)) + ""));
  }

  private static char character(String escape) {
    return switch (escape.charAt(0)) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '0' -> '\0';
      case '\\' -> '\\';
      case 'x' -> (char) Integer.parseInt(escape.substring(1), 16);
      default -> throw new IllegalArgumentException("no escape: \\" + escape);
    };
  }

  /// For people: control characters and what is not ASCII as escapes.
  static String encode(String bytes) {
    var text = new StringBuilder();
    for (char c : bytes.replace("\r\n", "⏎").toCharArray()) {
      if (c == '⏎' || (c >= ' ' && c < 0x7f)) {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      }
    }
    return text.toString();
  }
}
