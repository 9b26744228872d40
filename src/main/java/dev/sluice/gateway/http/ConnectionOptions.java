package dev.sluice.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the `Connection` fields of a head say.
///
/// @param named the options that may name fields which concern the connection alone, and so are not
///   passed on; lower case
record ConnectionOptions(boolean close, boolean keepAlive, boolean upgrade, List<String> named)
    implements Head.Passed {
  private static final ConnectionOptions NONE =
      new ConnectionOptions(false, false, false, List.of());

  static ConnectionOptions of(Head head) {
    int first = head.find(Field.CONNECTION);
    return first < 0 ? NONE : read(head, first);
  }

  private static ConnectionOptions read(Head head, int first) {
    boolean close = false;
    boolean keepAlive = false;
    boolean upgrade = false;
    List<String> named = List.of();
    for (int i = first; i >= 0; i = head.find(Field.CONNECTION, i + 1)) {
      for (int from = head.valueStart(i); from <= head.valueEnd(i); ) {
        int comma = from;
        while (comma < head.valueEnd(i) && head.bytes()[comma] != ',') {
          comma++;
        }
        int start = from;
        int end = comma;
        while (start < end && Ascii.isBlank(head.bytes()[start])) {
          start++;
        }
        while (end > start && Ascii.isBlank(head.bytes()[end - 1])) {
          end--;
        }
        from = comma + 1;
        if (Ascii.equalsLowerCase(head.bytes(), start, end, "close")) {
          close = true;
        } else if (Ascii.equalsLowerCase(head.bytes(), start, end, "keep-alive")) {
          keepAlive = true;
        } else if (Ascii.equalsLowerCase(head.bytes(), start, end, "upgrade")) {
          upgrade = true;
        } else if (Ascii.isToken(head.bytes(), start, end)) {
          named = named.isEmpty() ? new ArrayList<>() : named;
          named.add(lowerCase(head.bytes(), start, end));
        }
      }
    }
    return new ConnectionOptions(close, keepAlive, upgrade, named);
  }

  /// Whether another message may follow on the connection (RFC 9112, section 9.3).
  boolean persistent(boolean http10) {
    return !close && (keepAlive || !http10);
  }

  private static String lowerCase(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII)
        .toLowerCase(java.util.Locale.ROOT);
  }

  /// Whether the field is for the other side, as far as the connection is concerned.
  @Override
  public boolean passes(Head head, int index) {
    if (head.field(index).hopByHop()) {
      return false;
    }
    for (String name : named) {
      if (head.nameIs(index, name)) {
        return false;
      }
    }
    return true;
  }
}
