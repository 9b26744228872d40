package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Heads between HTTP/2, where they are fields alone, and the bytes that HTTP/1.1 has them in.
///
/// What arrives is written down as such bytes and read by a [HeadReader] like everything else, so
/// that one gate decides what is a message, whatever version of HTTP it came by. What goes out is
/// taken from the bytes that [OutgoingRequest] or [OutgoingAnswer] has written. Used on one event
/// loop.
final class Http2Heads {
  private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\nHost: ");
  private static final byte[] VERSION_ALONE = Ascii.bytes(" HTTP/1.1\r\n");
  private static final byte[] ANSWER = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] COOKIE = Ascii.bytes("cookie: ");

  private final ByteBuf bytes = Unpooled.buffer(1024);
  private final HeadReader own = HeadReader.ofOwnHeads();

  /// A request that has arrived.
  ///
  /// @param complete whether no body follows
  /// @param scheme by which the connection was made
  /// @throws BadMessageException when it is malformed (RFC 9113, section 8.1.1)
  Head request(Http2Headers fields, boolean complete, Scheme scheme, HeadReader reader)
      throws BadMessageException {
    bytes.clear();
    var method = pseudo(fields, Http2Headers.PseudoHeaderName.METHOD);
    if (method != null && AsciiString.contentEquals(method, "CONNECT")) {
      throw new BadMessageException(Refusals.unsupported("CONNECT is not supported."));
    }
    var path = pseudo(fields, Http2Headers.PseudoHeaderName.PATH);
    var by = pseudo(fields, Http2Headers.PseudoHeaderName.SCHEME);
    if (method == null || path == null || by == null) {
      throw BadMessageException.of("A request has one each of :method, :scheme and :path.");
    }
    if (!AsciiString.contentEqualsIgnoreCase(by, scheme.text())) {
      throw BadMessageException.of("The scheme is not that of the connection.");
    }
    if (path.isEmpty() || !(path.charAt(0) == '/' || AsciiString.contentEquals(path, "*"))) {
      throw BadMessageException.of("The request target is not a path.");
    }
    value(method);
    bytes.writeByte(' ');
    value(path);
    var authority = pseudo(fields, Http2Headers.PseudoHeaderName.AUTHORITY);
    if (authority == null) {
      bytes.writeBytes(VERSION_ALONE);
    } else {
      bytes.writeBytes(VERSION);
      value(authority);
      Ascii.writeLineEnd(bytes);
    }
    boolean sized = lines(fields, authority);
    cookies(fields);
    if (!complete && !sized) {
      bytes.writeBytes(CHUNKED);
    }
    return read(reader);
  }

  /// An answer that has arrived, interim or final.
  ///
  /// @param toHead whether it answers a HEAD request
  /// @throws BadMessageException when it is malformed
  Head answer(Http2Headers fields, boolean toHead, HeadReader reader) throws BadMessageException {
    bytes.clear();
    var status = pseudo(fields, Http2Headers.PseudoHeaderName.STATUS);
    if (status == null || !AsciiString.of(status).toString().matches("[1-5][0-9][0-9]")) {
      throw BadMessageException.of("An answer has one :status of three digits.");
    }
    int code = Integer.parseInt(status.toString());
    if (code == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      throw BadMessageException.of("HTTP/2 knows no 101.");
    }
    bytes.writeBytes(ANSWER);
    ByteBufUtil.writeAscii(bytes, HttpResponseStatus.valueOf(code).toString());
    Ascii.writeLineEnd(bytes);
    boolean sized = lines(fields, null);
    if (!sized && code >= 200 && code != 204 && code != 304 && !toHead) {
      bytes.writeBytes(CHUNKED);
    }
    return read(reader);
  }

  /// Trailers that have arrived.
  ///
  /// @param reader of trailers
  /// @throws BadMessageException when they are malformed
  Head trailers(Http2Headers fields, HeadReader reader) throws BadMessageException {
    bytes.clear();
    for (var field : fields) {
      if (isPseudo(field.getKey())) {
        throw BadMessageException.of("There are pseudo-header fields among the trailers.");
      }
    }
    boolean _ = lines(fields, null);
    return read(reader);
  }

  /// Null when there is none.
  private static @Nullable CharSequence pseudo(
      Http2Headers fields, Http2Headers.PseudoHeaderName name) throws BadMessageException {
    var values = fields.getAll(name.value());
    if (values.size() > 1) {
      throw BadMessageException.of("There is more than one " + name.value() + ".");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private static boolean isPseudo(CharSequence name) {
    return !name.isEmpty() && name.charAt(0) == ':';
  }

  /// Writes all but what is written in its own way.
  ///
  /// @param authority a `Host` like it is not written a second time
  /// @return whether there is a length among them
  private boolean lines(Http2Headers fields, @Nullable CharSequence authority)
      throws BadMessageException {
    boolean sized = false;
    for (Map.Entry<CharSequence, CharSequence> field : fields) {
      if (isPseudo(field.getKey())) {
        continue;
      }
      int from = bytes.writerIndex();
      name(field.getKey());
      var known = Field.named(bytes.array(), from, bytes.writerIndex());
      check(known, field.getValue());
      boolean said =
          known == Field.COOKIE
              || (known == Field.HOST
                  && authority != null
                  && AsciiString.contentEqualsIgnoreCase(field.getValue(), authority));
      if (said) {
        bytes.writerIndex(from);
      } else {
        bytes.writeShort(':' << 8 | ' ');
        value(field.getValue());
        Ascii.writeLineEnd(bytes);
      }
      sized |= known == Field.CONTENT_LENGTH;
    }
    return sized;
  }

  /// What concerns one connection of HTTP/1.1 has no place here (RFC 9113, section 8.2.2).
  private static void check(Field field, CharSequence value) throws BadMessageException {
    boolean wrong =
        switch (field) {
          case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> true;
          case TE -> !AsciiString.contentEqualsIgnoreCase(value, "trailers");
          default -> false;
        };
    if (wrong) {
      throw BadMessageException.of("A field concerns the connection alone.");
    }
  }

  /// Writes the parts that a user agent may cut its cookies into as one (RFC 9113, section 8.2.3).
  private void cookies(Http2Headers fields) throws BadMessageException {
    var parts = fields.getAll("cookie");
    if (!parts.isEmpty()) {
      bytes.writeBytes(COOKIE);
      for (int i = 0; i < parts.size(); i++) {
        if (i > 0) {
          bytes.writeShort(';' << 8 | ' ');
        }
        value(parts.get(i));
      }
      Ascii.writeLineEnd(bytes);
    }
  }

  private void name(CharSequence name) throws BadMessageException {
    int from = bytes.writerIndex();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        throw BadMessageException.of("A field's name is not in lower case.");
      }
      bytes.writeByte(c);
    }
    if (!Ascii.isToken(bytes.array(), from, bytes.writerIndex())) {
      throw BadMessageException.of("A field has no proper name.");
    }
  }

  private void value(CharSequence value) throws BadMessageException {
    int from = bytes.writerIndex();
    for (int i = 0; i < value.length(); i++) {
      bytes.writeByte(value.charAt(i));
    }
    int to = bytes.writerIndex();
    byte[] written = bytes.array();
    boolean padded = to > from && (Ascii.isBlank(written[from]) || Ascii.isBlank(written[to - 1]));
    if (padded || !Ascii.isFieldValue(written, from, to)) {
      throw BadMessageException.of("A field's value holds a control character or outer spaces.");
    }
  }

  private Head read(HeadReader reader) throws BadMessageException {
    Ascii.writeLineEnd(bytes);
    reader.reset();
    var head = reader.read(bytes);
    if (head == null) {
      throw new IllegalStateException("a head that was written whole is not whole");
    }
    return head;
  }

  /// A request to be sent.
  ///
  /// @param written as HTTP/1.1 has it
  Http2Headers toRequest(ByteBuf written) {
    var head = readOwn(written);
    String[] line = head.text(head.startLine(), head.startLineEnd()).split(" ", -1);
    return copyFields(
        head,
        new DefaultHttp2Headers(false, head.count() + 4)
            .method(line[0])
            .scheme(Scheme.HTTP.text())
            .authority(head.value(head.find(Field.HOST)))
            .path(line[1]));
  }

  /// An answer to be sent.
  ///
  /// @param written as HTTP/1.1 has it
  Http2Headers toAnswer(ByteBuf written) {
    var head = readOwn(written);
    int code = head.startLine() + ANSWER.length;
    return copyFields(
        head, new DefaultHttp2Headers(false, head.count() + 1).status(head.text(code, code + 3)));
  }

  private Head readOwn(ByteBuf written) {
    own.reset();
    try {
      var head = own.read(written);
      if (head != null) {
        return head;
      }
    } catch (BadMessageException e) {
      throw new IllegalStateException("the gateway wrote a bad head", e);
    }
    throw new IllegalStateException("the gateway wrote half a head");
  }

  private static Http2Headers copyFields(Head head, Http2Headers to) {
    for (int i = 0; i < head.count(); i++) {
      switch (head.field(i)) {
        case HOST,
            CONNECTION,
            TRANSFER_ENCODING,
            UPGRADE -> {} // Said in other ways, or not at all.
        default -> copy(head, i, to);
      }
    }
    return to;
  }

  /// Trailers to be sent; empty when none may be.
  static Http2Headers toTrailers(Head trailers) {
    var to = new DefaultHttp2Headers(false, trailers.count());
    for (int i = 0; i < trailers.count(); i++) {
      if (trailers.field(i).allowedInTrailers()) {
        copy(trailers, i, to);
      }
    }
    return to;
  }

  private static void copy(Head head, int index, Http2Headers to) {
    to.add(new AsciiString(head.name(index)).toLowerCase(), new AsciiString(head.value(index)));
  }
}
