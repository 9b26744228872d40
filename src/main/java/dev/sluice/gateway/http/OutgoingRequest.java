package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.socket.SocketChannel;
import java.net.Inet6Address;

/// A request's head as the origin gets it: hop-by-hop fields gone, framing set anew, and the user
/// agent's address told. What a user agent says itself about forwarding is not believed.
final class OutgoingRequest {
  private static final byte[] END_OF_LINE = Ascii.bytes(" HTTP/1.1\r\nHost: ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] TRAILERS = Ascii.bytes("TE: trailers\r\nConnection: te\r\n");
  private static final byte[] UPGRADE = Ascii.bytes("Connection: upgrade\r\n");
  private static final byte[] FORWARDED_HOST = Ascii.bytes("X-Forwarded-Host: ");
  private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");

  private OutgoingRequest() {}

  /// @param forwarded about the connection it came in at
  static void write(IncomingRequest request, ForwardedFields forwarded, MessageSink to) {
    var head = request.head();
    boolean chunked = request.framing() instanceof Framing.Chunked;
    var out = to.head(head.length() + 256, chunked);
    ByteBufUtil.writeAscii(out, request.method());
    out.writeByte(' ');
    ByteBufUtil.writeAscii(out, request.missing());
    int path = request.path();
    out.writeBytes(head.bytes(), path, request.line().targetEnd() - path);
    out.writeBytes(END_OF_LINE);
    var authority = request.authority().isEmpty() ? forwarded.ownHost() : request.authority();
    ByteBufUtil.writeAscii(out, authority);
    Ascii.writeLineEnd(out);
    head.writeFields((_, index) -> passes(request, index), out);
    writeConnection(request, out);
    writeFraming(request, out);
    ByteBufUtil.writeAscii(out, forwarded.fixed());
    out.writeBytes(FORWARDED_HOST);
    ByteBufUtil.writeAscii(out, authority);
    Ascii.writeLineEnd(out);
    ByteBufUtil.writeAscii(out, forwarded.node());
    ByteBufUtil.writeAscii(out, authority);
    ByteBufUtil.writeAscii(out, forwarded.protocol());
    Ascii.writeLineEnd(out);
  }

  private static boolean passes(IncomingRequest request, int index) {
    return switch (request.head().field(index)) {
      case HOST, CONTENT_LENGTH, FORWARDED, X_FORWARDED_ANY, X_REAL_IP -> false;
      case EXPECT -> !request.http10() && request.options().passes(request.head(), index);
      default -> request.options().passes(request.head(), index);
    };
  }

  private static void writeConnection(IncomingRequest request, ByteBuf out) {
    var head = request.head();
    if (request.upgrades()) {
      out.writeBytes(UPGRADE);
      Ascii.writeField(out, "Upgrade", head.value(head.find(Field.UPGRADE)));
    } else if (takesTrailers(head)) {
      out.writeBytes(TRAILERS);
    }
  }

  private static boolean takesTrailers(Head head) {
    for (int i = head.find(Field.TE); i >= 0; i = head.find(Field.TE, i + 1)) {
      for (String coding : head.value(i).split(",", -1)) {
        if (coding.strip().equalsIgnoreCase("trailers")) {
          return true;
        }
      }
    }
    return false;
  }

  private static void writeFraming(IncomingRequest request, ByteBuf out) {
    switch (request.framing()) {
      case Framing.Length(long bytes) -> {
        // A POST says that it has no body; a GET need not.
        if (bytes > 0
            || request.method().equals("POST")
            || request.head().has(Field.CONTENT_LENGTH)) {
          out.writeBytes(LENGTH);
          Ascii.writeNumber(out, bytes);
          Ascii.writeLineEnd(out);
        }
      }
      case Framing.Chunked _ -> out.writeBytes(CHUNKED);
      case Framing.UntilClose _ -> throw new IllegalStateException("no framing for a request");
    }
  }

  /// What is told of one connection of a user agent, made once for all its requests.
  ///
  /// @param address of who connected
  /// @param fixed whole lines
  /// @param node the `Forwarded` field up to the host
  /// @param protocol the rest of it
  record ForwardedFields(
      SocketChannel channel, String address, String fixed, String node, String protocol) {
    static ForwardedFields of(SocketChannel channel, String scheme) {
      var userAgent = channel.remoteAddress().getAddress();
      String address = userAgent.getHostAddress();
      String node = userAgent instanceof Inet6Address ? "\"[" + address + "]\"" : address;
      return new ForwardedFields(
          channel,
          address,
          "X-Forwarded-For: " + address + "\r\nX-Forwarded-Proto: " + scheme + "\r\n",
          "Forwarded: for=" + node + ";host=\"",
          "\";proto=" + scheme + "\r\n");
    }

    /// What the gateway was asked as by a request without `Host`.
    String ownHost() {
      var local = channel.localAddress();
      return local.getAddress().getHostAddress() + ":" + local.getPort();
    }
  }
}
