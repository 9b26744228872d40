package dev.sluice.gateway.http;

/// An answer's head as the origin sent it, checked. Valid until its connection reads the next one.
///
/// @param reusable whether the origin's connection can carry another request after this answer
record IncomingAnswer(
    Head head, int status, ConnectionOptions options, Framing framing, boolean reusable) {
  /// `HTTP/1.1 200`, which a reason may follow.
  private static final int CODE_END = 12;

  /// @param toHead whether it answers a HEAD request
  static IncomingAnswer of(Head head, boolean toHead) throws BadMessageException {
    int code = code(head);
    boolean http10 = head.bytes()[head.startLine() + 7] == '0';
    var options = ConnectionOptions.of(head);
    var named = Framing.of(head, Framing.UntilClose.UNTIL_CLOSE);
    if (http10 && named instanceof Framing.Chunked) {
      throw BadMessageException.of("HTTP/1.0 knows no Transfer-Encoding.");
    }
    if (code == 101 && !head.has(Field.UPGRADE)) {
      throw BadMessageException.of("It switches to a protocol that it does not name.");
    }
    boolean bodiless = neverHasBody(code) || code == 304 || toHead;
    var framing = bodiless ? Framing.NONE : named;
    // A body announced where none may be could still come, and be taken for the next answer.
    boolean doubtful = neverHasBody(code) && !(named instanceof Framing.UntilClose);
    boolean reusable =
        options.persistent(http10) && !doubtful && !(framing instanceof Framing.UntilClose);
    return new IncomingAnswer(head, code, options, framing, reusable);
  }

  private static boolean neverHasBody(int code) {
    return code < 200 || code == 204;
  }

  private static int code(Head head) throws BadMessageException {
    byte[] bytes = head.bytes();
    int from = head.startLine();
    int end = head.startLineEnd();
    boolean shaped =
        end - from >= CODE_END
            && (is(bytes, from, "HTTP/1.1 ") || is(bytes, from, "HTTP/1.0 "))
            && (end - from == CODE_END || bytes[from + CODE_END] == ' ');
    int code = 0;
    for (int i = from + CODE_END - 3; i < from + CODE_END && shaped; i++) {
      int digit = bytes[i] - '0';
      shaped = digit >= 0 && digit <= 9;
      code = 10 * code + digit;
    }
    if (!shaped || code < 100 || code > 599) {
      throw BadMessageException.of("The status line is not 'HTTP/1.1 status reason'.");
    }
    return code;
  }

  private static boolean is(byte[] bytes, int from, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Where status and reason begin in the head; they go on as they came.
  int statusStart() {
    return head.startLine() + "HTTP/1.1 ".length();
  }

  /// Whether it may say a length: its own, or that of what isn't sent (HEAD, 304).
  boolean sized() {
    return framing instanceof Framing.Length && !neverHasBody(status);
  }

  /// Whether a final answer follows: 100 and its like, but not 101.
  boolean interim() {
    return status < 200 && !switching();
  }

  boolean switching() {
    return status == 101;
  }
}
