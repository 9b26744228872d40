package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads the chunked coding strictly: hexadecimal digits alone, CRLF alone. Chunk extensions are
/// dropped, as a recipient that does not know them must (RFC 9112, section 7.1.1); trailers are
/// kept.
final class ChunkedBodyReader implements BodyReader {
  /// A size line with its extensions.
  private static final int LINE_LIMIT = 1024;

  /// 15 hexadecimal digits always fit a long.
  private static final int SIZE_DIGITS = 15;

  private enum Part {
    SIZE,
    DATA,
    DATA_END,
    TRAILERS
  }

  private final HeadReader trailers;
  private Part part = Part.SIZE;
  private long left;

  ChunkedBodyReader(Limits limits) {
    trailers = HeadReader.ofTrailers(limits);
  }

  @Override
  public boolean read(ByteBuf in, List<Object> out) throws BadMessageException {
    while (part != Part.TRAILERS) {
      boolean advanced =
          switch (part) {
            case SIZE -> readSize(in);
            case DATA -> readData(in, out);
            case DATA_END -> readDataEnd(in);
            case TRAILERS -> false;
          };
      if (!advanced) {
        return false;
      }
    }
    var end = trailers.read(in);
    if (end == null) {
      return false;
    }
    var last = new DefaultLastHttpContent();
    last.trailingHeaders().set(HopByHop.allowedTrailers(end.headers()));
    out.add(last);
    return true;
  }

  private boolean readSize(ByteBuf in) throws BadMessageException {
    int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    int length = end < 0 ? in.readableBytes() : end - in.readerIndex();
    if (length > LINE_LIMIT) {
      throw BadMessageException.of("A chunk's size line is too long.");
    }
    var line = in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
    if (end < 0) {
      // Judged as far as it is there, so that nonsense without an end is refused at once.
      size(line.endsWith("\r") ? line.substring(0, length - 1) : line, false);
      return false;
    }
    if (!line.endsWith("\r")) {
      throw BadMessageException.of("A chunk's size line ends in a bare line feed.");
    }
    left = size(line.substring(0, length - 1), true);
    in.readerIndex(end + 1);
    part = left == 0 ? Part.TRAILERS : Part.DATA;
    return true;
  }

  private static long size(String line, boolean complete) throws BadMessageException {
    int semicolon = line.indexOf(';');
    String digits = semicolon < 0 ? line : line.substring(0, semicolon);
    boolean hexadecimal = digits.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    if (!hexadecimal || digits.length() > SIZE_DIGITS || (complete && digits.isEmpty())) {
      throw BadMessageException.of("A chunk's size is not a hexadecimal number.");
    }
    if (!Characters.isFieldValue(line)) {
      throw BadMessageException.of("A chunk extension holds a control character.");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 16);
  }

  private boolean readData(ByteBuf in, List<Object> out) {
    int available = (int) Math.min(left, in.readableBytes());
    if (available == 0) {
      return false;
    }
    out.add(new DefaultHttpContent(in.readRetainedSlice(available)));
    left -= available;
    if (left > 0) {
      return false;
    }
    part = Part.DATA_END;
    return true;
  }

  private boolean readDataEnd(ByteBuf in) throws BadMessageException {
    int from = in.readerIndex();
    if ((in.isReadable() && in.getByte(from) != '\r')
        || (in.readableBytes() > 1 && in.getByte(from + 1) != '\n')) {
      throw BadMessageException.of("A chunk is longer than its size.");
    }
    if (in.readableBytes() < 2) {
      return false;
    }
    in.skipBytes(2);
    part = Part.SIZE;
    return true;
  }
}
