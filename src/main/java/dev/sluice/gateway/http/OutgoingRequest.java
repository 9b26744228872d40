package dev.sluice.gateway.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// A request's head as the origin gets it: hop-by-hop headers gone, framing set anew, and the user
/// agent's address told. What a user agent says itself about forwarding is not believed.
final class OutgoingRequest {
  private static final List<String> NOT_BELIEVED = List.of("forwarded", "x-real-ip");

  private OutgoingRequest() {}

  /// @param from the user agent's address
  /// @param ownHost what the gateway was asked as, for a request without `Host`
  static HttpRequest of(IncomingRequest request, InetAddress from, String ownHost) {
    var headers = request.headers().copy();
    boolean wantsTrailers = headers.containsValue(HttpHeaderNames.TE, "trailers", true);
    HopByHop.strip(headers);
    var authority = request.authority().isEmpty() ? ownHost : request.authority();
    headers.set(HttpHeaderNames.HOST, authority);
    if (request.http10()) {
      headers.remove(HttpHeaderNames.EXPECT);
    }
    setFraming(headers, request);
    if (wantsTrailers) {
      headers.set(HttpHeaderNames.TE, "trailers").set(HttpHeaderNames.CONNECTION, "te");
    }
    request
        .upgrade()
        .ifPresent(
            protocol ->
                headers
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                    .set(HttpHeaderNames.UPGRADE, protocol));
    setForwarded(headers, from, authority);
    return new DefaultHttpRequest(
        HttpVersion.HTTP_1_1, request.method(), request.target(), headers);
  }

  private static void setFraming(HttpHeaders headers, IncomingRequest request) {
    boolean named = request.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    switch (request.framing()) {
      case Framing.Length(long bytes) -> {
        // A POST says that it has no body; a GET need not.
        if (bytes > 0 || named || request.method().equals(HttpMethod.POST)) {
          headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(bytes));
        }
      }
      case Framing.Chunked _ ->
          headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      case Framing.UntilClose _ -> throw new IllegalStateException("no framing for a request");
    }
  }

  private static void setForwarded(HttpHeaders headers, InetAddress from, String authority) {
    for (String name : List.copyOf(headers.names())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-forwarded-") || NOT_BELIEVED.contains(lower)) {
        headers.remove(name);
      }
    }
    String address = from.getHostAddress();
    String node = from instanceof Inet6Address ? "\"[" + address + "]\"" : address;
    headers
        .set("X-Forwarded-For", address)
        .set("X-Forwarded-Proto", "http")
        .set("X-Forwarded-Host", authority)
        .set("Forwarded", "for=" + node + ";host=\"" + authority + "\";proto=http");
  }
}
