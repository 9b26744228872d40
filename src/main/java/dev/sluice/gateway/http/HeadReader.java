package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the lines of one head, or of one trailer section, as they arrive. Each line is judged when
/// it is complete, so a bad one is refused at once and not only when the head ends, which it might
/// never do.
final class HeadReader {
  private final Limits limits;
  private final boolean trailers;
  private final HttpHeaders headers =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
  private @Nullable String startLine;
  private int bytes;
  private int count;

  private HeadReader(Limits limits, boolean trailers) {
    this.limits = limits;
    this.trailers = trailers;
  }

  static HeadReader ofHead(Limits limits) {
    return new HeadReader(limits, false);
  }

  static HeadReader ofTrailers(Limits limits) {
    return new HeadReader(limits, true);
  }

  /// A complete head. `startLine` is empty for trailers.
  record Head(String startLine, HttpHeaders headers) {}

  /// Takes complete lines from `in`; null while the end of the head is not among them.
  @Nullable Head read(ByteBuf in) throws BadMessageException {
    for (; ; ) {
      int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
      if (end < 0) {
        checkUnfinished(in);
        return null;
      }
      String line = line(in, end);
      if (!line.isEmpty()) {
        add(line);
      } else if (trailers) {
        return new Head("", headers);
      } else if (startLine != null) {
        return new Head(startLine, headers);
      }
      // else: an empty line before the start line, which some old programs send after a body.
    }
  }

  boolean started() {
    return bytes > 0;
  }

  private String line(ByteBuf in, int end) throws BadMessageException {
    int length = end - in.readerIndex();
    checkSize(length + 1);
    bytes += length + 1;
    if (length == 0 || in.getByte(end - 1) != '\r') {
      throw BadMessageException.of("A line ends in a bare line feed.");
    }
    var line = in.toString(in.readerIndex(), length - 1, StandardCharsets.ISO_8859_1);
    in.readerIndex(end + 1);
    return line;
  }

  private void checkSize(int more) throws BadMessageException {
    if (bytes + more <= limits.headBytes()) {
      return;
    }
    throw new BadMessageException(
        startLine == null && !trailers
            ? Refusals.targetTooLong(limits.headBytes())
            : Refusals.headTooLarge("The head is longer than " + limits.headBytes() + " bytes."));
  }

  /// What can be said of a line before its end has come.
  private void checkUnfinished(ByteBuf in) throws BadMessageException {
    checkSize(in.readableBytes());
    int last = in.writerIndex() - 1;
    int carriageReturn = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\r');
    if (carriageReturn >= 0 && carriageReturn < last) {
      throw BadMessageException.of("A line holds a carriage return.");
    }
    if (in.indexOf(in.readerIndex(), in.writerIndex(), (byte) 0) >= 0) {
      throw BadMessageException.of("The head holds a NUL byte.");
    }
  }

  private void add(String line) throws BadMessageException {
    if (startLine == null && !trailers) {
      if (!Characters.isFieldValue(line)) {
        throw BadMessageException.of("The first line holds a control character.");
      }
      startLine = line;
      return;
    }
    char first = line.charAt(0);
    if (first == ' ' || first == '\t') {
      throw BadMessageException.of("A header line is folded or begins with a space.");
    }
    int colon = line.indexOf(':');
    String name = colon < 0 ? line : line.substring(0, colon);
    if (colon < 0 || !Characters.isToken(name)) {
      throw BadMessageException.of("A header line has no proper name followed by a colon.");
    }
    String value = Characters.trim(line.substring(colon + 1));
    if (!Characters.isFieldValue(value)) {
      throw BadMessageException.of("The value of header '" + name + "' holds a control character.");
    }
    if (++count > limits.headerCount()) {
      throw new BadMessageException(
          Refusals.headTooLarge("There are more than " + limits.headerCount() + " headers."));
    }
    headers.add(name, value);
  }
}
