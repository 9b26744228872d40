package dev.sluice.gateway.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Headers that concern one connection and not the message (RFC 9110, section 7.6.1).
final class HopByHop {
  private static final List<CharSequence> ALWAYS =
      List.of(
          HttpHeaderNames.CONNECTION,
          AsciiString.cached("keep-alive"),
          AsciiString.cached("proxy-connection"),
          HttpHeaderNames.PROXY_AUTHENTICATE,
          HttpHeaderNames.PROXY_AUTHORIZATION,
          HttpHeaderNames.TE,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.UPGRADE);

  /// Fields that decide framing, routing or trust and so must not come after the body, where one
  /// side may heed them and the other not (RFC 9110, section 6.5.1).
  private static final Set<String> NEVER_TRAILERS =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "cookie",
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-sluice-reason",
          "x-sluice-revision",
          "x-sluice-version");

  private HopByHop() {}

  /// Removes them, and the ones that `Connection` names. Framing headers have to be set anew.
  static void strip(HttpHeaders headers) {
    for (String option : options(headers)) {
      if (Characters.isToken(option)) {
        headers.remove(option);
      }
    }
    ALWAYS.forEach(headers::remove);
  }

  /// Whether `Connection` has this option.
  static boolean hasOption(HttpHeaders headers, String option) {
    return headers.contains(HttpHeaderNames.CONNECTION)
        && options(headers).stream().anyMatch(option::equals);
  }

  private static List<String> options(HttpHeaders headers) {
    var options = new ArrayList<String>();
    for (String line : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String option : line.split(",", -1)) {
        options.add(Characters.trim(option).toLowerCase(Locale.ROOT));
      }
    }
    return options;
  }

  static HttpHeaders allowedTrailers(HttpHeaders trailers) {
    var allowed = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    for (var entry : trailers) {
      if (!NEVER_TRAILERS.contains(entry.getKey().toLowerCase(Locale.ROOT))) {
        allowed.add(entry.getKey(), entry.getValue());
      }
    }
    return allowed;
  }
}
