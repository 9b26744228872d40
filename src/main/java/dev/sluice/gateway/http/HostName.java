package dev.sluice.gateway.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The authority of a request: host and optional port.
///
/// @param name lower case, without port and trailing dot; brackets kept for IPv6
/// @param port empty when none was given
record HostName(String name, String port) {
  private static final int NAME_LIMIT = 253;
  private static final int ADDRESS_LIMIT = 45;
  private static final int PORT_DIGITS = 5;
  private static final int PORT_LIMIT = 65_535;

  /// Null for what isn't a host name or address with an optional port.
  static @Nullable HostName parse(String text) {
    int end = text.startsWith("[") ? addressEnd(text) : nameEnd(text);
    if (end < 0 || !isPort(text, end)) {
      return null;
    }
    String name = text.substring(0, end).toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.isEmpty()
        ? null
        : new HostName(name, end == text.length() ? "" : text.substring(end + 1));
  }

  /// -1 when it isn't a name.
  private static int nameEnd(String text) {
    int end = 0;
    int label = 0;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      if (text.charAt(end++) == '.') {
        if (label == end - 1) {
          return -1; // Nothing between two dots.
        }
        label = end;
      }
    }
    return end == 0 || end > NAME_LIMIT ? -1 : end;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  /// -1 when it isn't an IPv6 address in brackets.
  private static int addressEnd(String text) {
    int close = text.indexOf(']');
    if (close < 3 || close > ADDRESS_LIMIT + 1) {
      return -1;
    }
    for (int i = 1; i < close; i++) {
      char c = text.charAt(i);
      if (c != ':' && c != '.' && (c >= 128 || Character.digit(c, 16) < 0)) {
        return -1;
      }
    }
    return close + 1;
  }

  /// Whether nothing follows the name, or a colon and digits.
  private static boolean isPort(String text, int from) {
    if (from == text.length()) {
      return true;
    }
    boolean right = text.charAt(from) == ':' && text.length() - from <= PORT_DIGITS + 1;
    int port = 0;
    for (int i = from + 1; i < text.length() && right; i++) {
      int digit = text.charAt(i) - '0';
      right = digit >= 0 && digit <= 9;
      port = 10 * port + digit;
    }
    return right && port <= PORT_LIMIT;
  }

  /// Whether both name the same server.
  boolean sameAs(HostName other, Scheme scheme) {
    return name.equals(other.name) && effectivePort(scheme).equals(other.effectivePort(scheme));
  }

  private String effectivePort(Scheme scheme) {
    return port.isEmpty() ? scheme.port() : port;
  }
}
