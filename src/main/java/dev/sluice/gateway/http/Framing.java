package dev.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

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

  /// The framing that the headers name, or `otherwise` when they name none. What could be read in
  /// two ways is refused: length and transfer coding together, repeated lengths, unknown codings.
  static Framing of(HttpHeaders headers, Framing otherwise) throws BadMessageException {
    var lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    var codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!lengths.isEmpty() && !codings.isEmpty()) {
      throw BadMessageException.of("Content-Length and Transfer-Encoding exclude each other.");
    }
    if (lengths.size() > 1 || codings.size() > 1) {
      throw BadMessageException.of("Content-Length or Transfer-Encoding is repeated.");
    }
    if (!codings.isEmpty()) {
      return chunked(codings.getFirst());
    }
    return lengths.isEmpty() ? otherwise : length(lengths.getFirst());
  }

  private static Framing length(String value) throws BadMessageException {
    // 18 digits always fit a long.
    if (!Characters.isDigits(value) || value.length() > 18) {
      throw BadMessageException.of("Content-Length is not a number of bytes.");
    }
    return new Length(Long.parseLong(value));
  }

  private static Framing chunked(String value) throws BadMessageException {
    if (HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(value)) {
      return Chunked.CHUNKED;
    }
    if (!Characters.isToken(value)) {
      throw BadMessageException.of("Transfer-Encoding must be 'chunked' alone.");
    }
    throw new BadMessageException(
        Refusals.unsupported("Transfer coding '" + value + "' is not supported."));
  }
}
