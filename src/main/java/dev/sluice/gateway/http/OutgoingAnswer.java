package dev.sluice.gateway.http;

import dev.sluice.gateway.route.Claim;
import dev.sluice.gateway.route.Refusal;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/// An answer's head as the user agent gets it.
final class OutgoingAnswer {
  private static final String VERSION = "X-Sluice-Version";
  private static final String REVISION = "X-Sluice-Revision";
  private static final String REASON = "X-Sluice-Reason";

  private OutgoingAnswer() {}

  /// Whether the end of the body can be told without closing the connection.
  static boolean selfDelimiting(IncomingRequest request, IncomingAnswer answer) {
    return !request.http10() || answer.framing() instanceof Framing.Length;
  }

  /// The final answer of an instance.
  static HttpResponse of(
      IncomingRequest request, IncomingAnswer answer, Claim claim, boolean keepAlive) {
    var headers = answer.headers().copy();
    var length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    HopByHop.strip(headers);
    removeOwn(headers);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    switch (answer.framing()) {
      // For HEAD and 304 this is the length of what isn't sent.
      case Framing.Length _ -> {
        if (length != null) {
          headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
        }
      }
      case Framing.Chunked _, Framing.UntilClose _ -> {
        if (!request.http10()) {
          headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
      }
    }
    setVersion(headers, claim);
    setConnection(headers, request, keepAlive);
    return new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status(), headers);
  }

  /// 100 and its like, on the way to the final answer.
  static FullHttpResponse interim(IncomingAnswer answer) {
    var headers = answer.headers().copy();
    HopByHop.strip(headers);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    return full(answer.status(), headers);
  }

  /// 101: from here on it is a tunnel.
  static FullHttpResponse switching(IncomingAnswer answer, Claim claim) {
    var headers = answer.headers().copy();
    var protocol = headers.get(HttpHeaderNames.UPGRADE, "");
    HopByHop.strip(headers);
    removeOwn(headers);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, protocol);
    setVersion(headers, claim);
    return full(answer.status(), headers);
  }

  /// An answer that the gateway gives itself.
  ///
  /// @param request null when it could not be read
  /// @param claim of the instance it is given for, if any
  static FullHttpResponse of(
      Refusal refusal,
      @Nullable IncomingRequest request,
      @Nullable Claim claim,
      boolean keepAlive,
      InstantSource clock) {
    var body = ByteBufUtil.writeUtf8(Unpooled.buffer().alloc(), ProblemBody.of(refusal));
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(refusal.status()), body);
    var headers = answer.headers();
    headers
        .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
        .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()))
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(clock.instant())))
        .set(REASON, refusal.reason());
    if (claim != null) {
      setVersion(headers, claim);
    }
    if (request == null) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else {
      setConnection(headers, request, keepAlive);
    }
    return answer;
  }

  private static FullHttpResponse full(HttpResponseStatus status, HttpHeaders headers) {
    var full = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    full.headers().set(headers);
    return full;
  }

  /// These are the gateway's alone, so that an answer made by the gateway can be told from one that
  /// an instance made.
  private static void removeOwn(HttpHeaders headers) {
    headers.remove(VERSION).remove(REVISION).remove(REASON);
  }

  private static void setVersion(HttpHeaders headers, Claim claim) {
    if (claim.headers()) {
      headers.set(VERSION, claim.version().toString()).set(REVISION, claim.revision().toString());
    }
  }

  private static void setConnection(
      HttpHeaders headers, IncomingRequest request, boolean keepAlive) {
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (request.http10()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }
}
