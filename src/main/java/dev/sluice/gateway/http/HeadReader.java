package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads the lines of one head after the other, or of one trailer section, as they arrive. Each
/// line is judged when it is complete, so a bad one is refused at once and not only when the head
/// ends, which it might never do.
final class HeadReader {
  /// Bytes looked at in one go: a head mostly fits, and little is copied of a body behind it.
  private static final int STRIDE = 1024;

  private final int byteLimit;
  private final int countLimit;
  private final boolean trailers;
  private final boolean answers;
  private final Head head = new Head();
  private int line;
  private int scanned;
  private boolean startLineRead;

  private HeadReader(int byteLimit, int countLimit, boolean trailers, boolean answers) {
    this.byteLimit = byteLimit;
    this.countLimit = countLimit;
    this.trailers = trailers;
    this.answers = answers;
  }

  static HeadReader ofRequests(Limits limits) {
    return new HeadReader(limits.headBytes(), limits.headerCount(), false, false);
  }

  static HeadReader ofAnswers(Limits limits) {
    return new HeadReader(limits.headBytes(), limits.headerCount(), false, true);
  }

  static HeadReader ofTrailers(Limits limits) {
    return new HeadReader(limits.headBytes(), limits.headerCount(), true, false);
  }

  /// Of heads that the gateway has written itself.
  static HeadReader ofOwnHeads() {
    return new HeadReader(Integer.MAX_VALUE, Integer.MAX_VALUE, false, false);
  }

  /// Makes ready for the next head; the one before is gone.
  void reset() {
    head.clear();
    line = 0;
    scanned = 0;
    startLineRead = false;
  }

  boolean started() {
    return head.length() > 0;
  }

  /// Takes bytes from `in`, none behind the head; null while its end is not among them.
  ///
  /// @return valid until [#reset]
  @Nullable Head read(ByteBuf in) throws BadMessageException {
    while (in.isReadable()) {
      int before = head.length();
      int more = head.peek(in, STRIDE);
      boolean complete = readLines();
      in.skipBytes(complete ? line - before : more);
      if (complete) {
        return head;
      }
    }
    return null;
  }

  private boolean readLines() throws BadMessageException {
    byte[] bytes = head.bytes();
    for (int length = head.length(); scanned < length; scanned++) {
      byte now = bytes[scanned];
      if (now == '\n') {
        int from = line;
        line = scanned + 1;
        checkSize(line);
        if (scanned == from || bytes[scanned - 1] != '\r') {
          throw BadMessageException.of("A line ends in a bare line feed.");
        }
        if (onLine(from, scanned - 1)) {
          head.end(from);
          return true;
        }
      } else if (now == 0) {
        throw BadMessageException.of("The head holds a NUL byte.");
      } else if (scanned > line && bytes[scanned - 1] == '\r') {
        throw BadMessageException.of("A line holds a carriage return.");
      }
    }
    checkSize(head.length());
    return false;
  }

  private void checkSize(int bytes) throws BadMessageException {
    if (bytes <= byteLimit) {
      return;
    }
    throw new BadMessageException(
        startLineRead || trailers
            ? Refusals.headTooLarge("The head is longer than " + byteLimit + " bytes.")
            : Refusals.targetTooLong(byteLimit));
  }

  /// Whether the line ends the head.
  private boolean onLine(int from, int to) throws BadMessageException {
    if (from == to) {
      if (answers && !startLineRead) {
        throw BadMessageException.of("An answer begins with an empty line.");
      }
      // One may come before a request: some old programs send it after a body.
      return startLineRead || trailers;
    }
    if (startLineRead || trailers) {
      onField(from, to);
    } else if (Ascii.isFieldValue(head.bytes(), from, to)) {
      head.startLine(from, to);
      startLineRead = true;
    } else {
      throw BadMessageException.of("The first line holds a control character.");
    }
    return false;
  }

  private void onField(int from, int to) throws BadMessageException {
    byte[] bytes = head.bytes();
    if (Ascii.isBlank(bytes[from])) {
      throw BadMessageException.of("A header line is folded or begins with a space.");
    }
    int colon = from;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    if (colon == to || !Ascii.isToken(bytes, from, colon)) {
      throw BadMessageException.of("A header line has no proper name followed by a colon.");
    }
    int value = colon + 1;
    int valueEnd = to;
    while (value < valueEnd && Ascii.isBlank(bytes[value])) {
      value++;
    }
    while (valueEnd > value && Ascii.isBlank(bytes[valueEnd - 1])) {
      valueEnd--;
    }
    if (!Ascii.isFieldValue(bytes, value, valueEnd)) {
      throw BadMessageException.of(
          "The value of header '" + head.text(from, colon) + "' holds a control character.");
    }
    if (head.count() == countLimit) {
      throw new BadMessageException(
          Refusals.headTooLarge("There are more than " + countLimit + " headers."));
    }
    head.add(from, colon, value, valueEnd);
  }
}
