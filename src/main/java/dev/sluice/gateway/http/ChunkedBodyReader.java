package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads the chunked coding strictly, byte by byte: hexadecimal digits alone, CRLF alone. Chunk
/// extensions are dropped, as a recipient that does not know them must (RFC 9112, section 7.1.1);
/// trailers are kept.
final class ChunkedBodyReader implements BodyReader {
  /// A size line with its extensions.
  private static final int LINE_LIMIT = 1024;

  /// 15 hexadecimal digits always fit a long.
  private static final int SIZE_DIGITS = 15;

  private enum Part {
    SIZE,
    EXTENSION,
    SIZE_END,
    DATA,
    DATA_END,
    DATA_LAST,
    TRAILERS
  }

  private final HeadReader trailerReader;
  private @Nullable Head trailers;
  private Part part = Part.SIZE;
  private int digits;
  private int line;
  private long left;

  ChunkedBodyReader(Limits limits) {
    trailerReader = HeadReader.ofTrailers(limits);
  }

  @Override
  public @Nullable Head trailers() {
    return trailers;
  }

  @Override
  public boolean read(ByteBuf in, Body body) throws BadMessageException {
    while (part != Part.TRAILERS) {
      if (!in.isReadable()) {
        return false;
      }
      switch (part) {
        case SIZE -> onSize(in.readByte());
        case EXTENSION -> onExtension(in.readByte());
        case SIZE_END -> onSizeEnd(in.readByte());
        case DATA -> onData(in, body);
        case DATA_END -> onDataEnd(in.readByte(), '\r', Part.DATA_LAST);
        case DATA_LAST -> {
          onDataEnd(in.readByte(), '\n', Part.SIZE);
          digits = 0;
          line = 0;
        }
        case TRAILERS -> throw new IllegalStateException();
      }
    }
    var read = trailerReader.read(in);
    if (read != null && read.count() > 0) {
      trailers = read;
    }
    return read != null;
  }

  private void onSize(byte now) throws BadMessageException {
    int digit = Ascii.hexadecimal(now);
    if (digit >= 0 && digits < SIZE_DIGITS) {
      digits++;
      left = 16 * left + digit;
    } else if (digits > 0 && now == ';') {
      part = Part.EXTENSION;
    } else if (digits > 0 && now == '\r') {
      part = Part.SIZE_END;
    } else if (digits > 0 && now == '\n') {
      throw BadMessageException.of("A chunk's size line ends in a bare line feed.");
    } else {
      throw BadMessageException.of("A chunk's size is not a hexadecimal number.");
    }
  }

  private void onExtension(byte now) throws BadMessageException {
    if (++line > LINE_LIMIT) {
      throw BadMessageException.of("A chunk's size line is too long.");
    }
    if (now == '\r') {
      part = Part.SIZE_END;
    } else if (!Ascii.isFieldValue(now)) {
      throw BadMessageException.of("A chunk extension holds a control character.");
    }
  }

  private void onSizeEnd(byte now) throws BadMessageException {
    if (now != '\n') {
      throw BadMessageException.of("A chunk's size line holds a carriage return.");
    }
    part = left == 0 ? Part.TRAILERS : Part.DATA;
  }

  private void onData(ByteBuf in, Body body) {
    int available = (int) Math.min(left, in.readableBytes());
    left -= available;
    body.part(in.readRetainedSlice(available));
    if (left == 0) {
      part = Part.DATA_END;
    }
  }

  private void onDataEnd(byte now, char wanted, Part next) throws BadMessageException {
    if (now != wanted) {
      throw BadMessageException.of("A chunk is longer than its size.");
    }
    part = next;
  }
}
