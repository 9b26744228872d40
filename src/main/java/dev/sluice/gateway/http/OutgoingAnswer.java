package dev.sluice.gateway.http;

import dev.sluice.gateway.route.Claim;
import dev.sluice.gateway.route.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/// An answer's head as the user agent gets it.
final class OutgoingAnswer {
  private static final String VERSION = "X-Sluice-Version";
  private static final String REVISION = "X-Sluice-Revision";
  private static final String REASON = "X-Sluice-Reason";
  private static final byte[] HTTP = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");

  private OutgoingAnswer() {}

  /// Whether the end of the body can be told without closing the connection.
  static boolean selfDelimiting(IncomingRequest request, IncomingAnswer answer) {
    return !request.http10() || answer.framing() instanceof Framing.Length;
  }

  /// The final answer of an instance.
  ///
  /// @param secure whether the request came by TLS
  static void write(
      IncomingRequest request,
      IncomingAnswer answer,
      Claim claim,
      boolean secure,
      boolean keepAlive,
      MessageSink to) {
    boolean sized = answer.framing() instanceof Framing.Length;
    boolean chunked = !sized && !request.http10();
    var out = writeStatus(answer, to, chunked);
    answer.head().writeFields((_, index) -> passes(answer, index, answer.sized()), out);
    if (chunked) {
      out.writeBytes(CHUNKED);
    }
    writeVersion(out, claim);
    String cookie = claim.setCookie(secure);
    if (cookie != null) {
      Ascii.writeField(out, "Set-Cookie", cookie);
    }
    writeConnection(out, request, keepAlive);
    Ascii.writeLineEnd(out);
  }

  /// 100 and its like, on the way to the final answer.
  static void writeInterim(IncomingAnswer answer, MessageSink to) {
    var out = writeStatus(answer, to, false);
    answer.head().writeFields((_, index) -> passes(answer, index, false), out);
    Ascii.writeLineEnd(out);
  }

  /// 101: from here on it is a tunnel.
  static void writeSwitching(IncomingAnswer answer, Claim claim, MessageSink to) {
    var out = writeStatus(answer, to, false);
    answer.head().writeFields((_, index) -> passes(answer, index, false), out);
    Ascii.writeField(out, "Connection", "upgrade");
    Ascii.writeField(out, "Upgrade", answer.head().value(answer.head().find(Field.UPGRADE)));
    writeVersion(out, claim);
    Ascii.writeLineEnd(out);
  }

  private static ByteBuf writeStatus(IncomingAnswer answer, MessageSink to, boolean chunked) {
    var head = answer.head();
    var out = to.head(head.length() + 256, chunked);
    out.writeBytes(HTTP);
    int from = answer.statusStart();
    out.writeBytes(head.bytes(), from, head.startLineEnd() - from);
    if (head.startLineEnd() - from == 3) {
      out.writeByte(' '); // The reason may be empty, the space before it may not be missing.
    }
    Ascii.writeLineEnd(out);
    return out;
  }

  /// Version, revision and reason are the gateway's alone, so that an answer made by the gateway
  /// can be told from one that an instance made.
  private static boolean passes(IncomingAnswer answer, int index, boolean sized) {
    return switch (answer.head().field(index)) {
      case X_SLUICE_VERSION, X_SLUICE_REVISION, X_SLUICE_REASON -> false;
      // Said once, as it was read: `Connection` cannot take it away.
      case CONTENT_LENGTH -> sized;
      default -> answer.options().passes(answer.head(), index);
    };
  }

  /// An answer that the gateway gives itself, with its body.
  ///
  /// @param request null when it could not be read
  /// @param claim of the instance it is given for, if any
  static void write(
      Refusal refusal,
      @Nullable IncomingRequest request,
      @Nullable Claim claim,
      boolean keepAlive,
      InstantSource clock,
      MessageSink to) {
    byte[] body = ProblemBody.of(refusal).getBytes(StandardCharsets.UTF_8);
    var out = to.head(512 + body.length, false);
    out.writeBytes(HTTP);
    var status = HttpResponseStatus.valueOf(refusal.status());
    out.writeCharSequence(status.toString(), StandardCharsets.US_ASCII);
    Ascii.writeLineEnd(out);
    Ascii.writeField(out, "Content-Type", "application/problem+json");
    Ascii.writeField(out, "Content-Length", Integer.toString(body.length));
    Ascii.writeField(out, "Cache-Control", "no-store");
    Ascii.writeField(out, "Date", DateFormatter.format(Date.from(clock.instant())));
    Ascii.writeField(out, REASON, refusal.reason());
    if (claim != null) {
      writeVersion(out, claim);
    }
    if (request == null) {
      out.writeBytes(CLOSE);
    } else {
      writeConnection(out, request, keepAlive);
    }
    Ascii.writeLineEnd(out);
    if (request == null || !request.isHead()) {
      to.part(Unpooled.wrappedBuffer(body));
    }
    to.end(null);
  }

  private static void writeVersion(ByteBuf out, Claim claim) {
    if (claim.headers()) {
      Ascii.writeField(out, VERSION, claim.versionText());
      Ascii.writeField(out, REVISION, claim.revisionText());
    }
  }

  private static void writeConnection(ByteBuf out, IncomingRequest request, boolean keepAlive) {
    if (!keepAlive) {
      out.writeBytes(CLOSE);
    } else if (request.http10()) {
      out.writeBytes(KEEP_ALIVE);
    }
  }
}
