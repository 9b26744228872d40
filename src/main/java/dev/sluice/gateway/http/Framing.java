package dev.sluice.gateway.http;

/// How the end of a message's body is known (RFC 9112, section 6).
sealed interface Framing {
  /// Exactly this many bytes; 0 for a message without a body.
  record Length(long bytes) implements Framing {}

  /// Ends with a chunk of size 0.
  enum Chunked implements Framing {
    CHUNKED
  }

  /// Ends with the connection; answers only.
  enum UntilClose implements Framing {
    UNTIL_CLOSE
  }

  Framing NONE = new Length(0);

  /// 18 digits always fit a long.
  int LENGTH_DIGITS = 18;

  /// The framing that the fields name, or `otherwise` when they name none. What could be read in
  /// two ways is refused: length and transfer coding together, repeated lengths, unknown codings.
  static Framing of(Head head, Framing otherwise) throws BadMessageException {
    int length = head.find(Field.CONTENT_LENGTH);
    int coding = head.find(Field.TRANSFER_ENCODING);
    if (length >= 0 && coding >= 0) {
      throw BadMessageException.of("Content-Length and Transfer-Encoding exclude each other.");
    }
    if (repeated(head, Field.CONTENT_LENGTH, length)
        || repeated(head, Field.TRANSFER_ENCODING, coding)) {
      throw BadMessageException.of("Content-Length or Transfer-Encoding is repeated.");
    }
    if (coding >= 0) {
      return chunked(head, coding);
    }
    return length < 0 ? otherwise : length(head, length);
  }

  private static boolean repeated(Head head, Field field, int first) {
    return first >= 0 && head.find(field, first + 1) >= 0;
  }

  private static Framing length(Head head, int index) throws BadMessageException {
    int from = head.valueStart(index);
    int to = head.valueEnd(index);
    boolean number = to > from && to - from <= LENGTH_DIGITS;
    long bytes = 0;
    for (int i = from; i < to && number; i++) {
      int digit = head.bytes()[i] - '0';
      number = digit >= 0 && digit <= 9;
      bytes = 10 * bytes + digit;
    }
    if (!number) {
      throw BadMessageException.of("Content-Length is not a number of bytes.");
    }
    return bytes == 0 ? NONE : new Length(bytes);
  }

  private static Framing chunked(Head head, int index) throws BadMessageException {
    if (head.valueIs(index, "chunked")) {
      return Chunked.CHUNKED;
    }
    if (!Ascii.isToken(head.bytes(), head.valueStart(index), head.valueEnd(index))) {
      throw BadMessageException.of("Transfer-Encoding must be 'chunked' alone.");
    }
    throw new BadMessageException(
        Refusals.unsupported("Transfer coding '" + head.value(index) + "' is not supported."));
  }
}
