package dev.sluice.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first line of a request: method, target, version.
///
/// @param target where it begins in the head
/// @param targetEnd where it ends in the head
record RequestLine(String method, int target, int targetEnd, boolean http10) {
  private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_LENGTH = "HTTP/1.1".length();

  /// No strings are made for these.
  private static final List<String> COMMON =
      List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH");

  static RequestLine of(Head head) throws BadMessageException {
    byte[] bytes = head.bytes();
    int end = head.startLineEnd();
    int methodEnd = space(bytes, head.startLine(), end);
    int targetEnd = space(bytes, methodEnd + 1, end);
    boolean shaped =
        targetEnd < end
            && Ascii.isToken(bytes, head.startLine(), methodEnd)
            && Ascii.isTarget(bytes, methodEnd + 1, targetEnd)
            && isVersion(bytes, targetEnd + 1, end);
    if (!shaped) {
      throw BadMessageException.of("The request line is not 'METHOD target HTTP/1.1'.");
    }
    byte major = bytes[end - 3];
    byte minor = bytes[end - 1];
    if (major != '1' || minor > '1') {
      throw new BadMessageException(
          Refusals.unsupportedVersion("'" + head.text(targetEnd + 1, end) + "' is not supported."));
    }
    String method = method(head, head.startLine(), methodEnd);
    return new RequestLine(method, methodEnd + 1, targetEnd, minor == '0');
  }

  private static int space(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    return Math.min(at, end);
  }

  private static boolean isVersion(byte[] bytes, int from, int end) {
    if (end - from != VERSION_LENGTH || bytes[end - 2] != '.') {
      return false;
    }
    for (int i = 0; i < HTTP.length; i++) {
      if (bytes[from + i] != HTTP[i]) {
        return false;
      }
    }
    return isDigit(bytes[end - 3]) && isDigit(bytes[end - 1]);
  }

  private static boolean isDigit(byte one) {
    return one >= '0' && one <= '9';
  }

  private static String method(Head head, int from, int to) {
    for (String common : COMMON) {
      if (is(common, head.bytes(), from, to)) {
        return common;
      }
    }
    return head.text(from, to);
  }

  private static boolean is(String text, byte[] bytes, int from, int to) {
    boolean same = text.length() == to - from;
    for (int i = 0; i < text.length() && same; i++) {
      same = bytes[from + i] == text.charAt(i);
    }
    return same;
  }

  /// The host an absolute target names; null for a path and for `*`.
  ///
  /// @throws BadMessageException when the target is of none of these forms
  @Nullable String authority(Head head, Scheme scheme) throws BadMessageException {
    byte[] bytes = head.bytes();
    boolean asterisk = targetEnd == target + 1 && bytes[target] == '*';
    if (bytes[target] == '/' || (asterisk && method.equals("OPTIONS"))) {
      return null;
    }
    int host = target + scheme.prefix().length();
    if (host > targetEnd || !Ascii.equalsLowerCase(bytes, target, host, scheme.prefix())) {
      throw BadMessageException.of(
          "The request target is neither a path nor a URL that begins with " + scheme.prefix());
    }
    return head.text(host, pathStart(head, scheme));
  }

  /// Where path and query of the target begin in the head; its end when there are none.
  int pathStart(Head head, Scheme scheme) {
    byte first = head.bytes()[target];
    if (first == '/' || first == '*') {
      return target;
    }
    int at = target + scheme.prefix().length();
    while (at < targetEnd && head.bytes()[at] != '/' && head.bytes()[at] != '?') {
      at++;
    }
    return at;
  }
}
