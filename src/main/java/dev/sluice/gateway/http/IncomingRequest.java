package dev.sluice.gateway.http;

import dev.sluice.domain.traffic.RoutedRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A request's head as the user agent sent it, checked.
///
/// @param target in origin form, or `*`
/// @param authority the `Host` header as sent; empty when HTTP/1.0 sent none
/// @param host the host that is routed by; empty likewise
record IncomingRequest(
    HttpVersion version,
    HttpMethod method,
    String target,
    String authority,
    String host,
    HttpHeaders headers,
    Framing framing)
    implements RoutedRequest {
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.TRACE);

  /// @throws BadMessageException when it breaks RFC 9112 or could be read in two ways
  static IncomingRequest of(HeadReader.Head head) throws BadMessageException {
    var parts = head.startLine().split(" ", -1);
    if (parts.length != 3 || !Characters.isToken(parts[0]) || !Characters.isTarget(parts[1])) {
      throw BadMessageException.of("The request line is not 'METHOD target HTTP/1.1'.");
    }
    var version = version(parts[2]);
    var headers = head.headers();
    var method = HttpMethod.valueOf(parts[0]);
    if (method.equals(HttpMethod.CONNECT)) {
      throw new BadMessageException(Refusals.unsupported("CONNECT is not supported."));
    }
    var framing = Framing.of(headers, Framing.NONE);
    if (framing instanceof Framing.Chunked && version.equals(HttpVersion.HTTP_1_0)) {
      throw BadMessageException.of("HTTP/1.0 knows no Transfer-Encoding.");
    }
    var host = host(headers, version);
    return new IncomingRequest(
        version,
        method,
        target(method, parts[1], host),
        Optional.ofNullable(headers.get(HttpHeaderNames.HOST)).orElse(""),
        host.map(HostName::name).orElse(""),
        headers,
        framing);
  }

  private static HttpVersion version(String text) throws BadMessageException {
    return switch (text) {
      case "HTTP/1.1" -> HttpVersion.HTTP_1_1;
      case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
      default ->
          throw VERSION.matcher(text).matches()
              ? new BadMessageException(
                  Refusals.unsupportedVersion("'" + text + "' is not supported."))
              : BadMessageException.of("The request line is not 'METHOD target HTTP/1.1'.");
    };
  }

  private static Optional<HostName> host(HttpHeaders headers, HttpVersion version)
      throws BadMessageException {
    var hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_0)) {
      return Optional.empty();
    }
    if (hosts.size() != 1) {
      throw BadMessageException.of("There must be one Host header.");
    }
    var host = HostName.parse(hosts.getFirst());
    if (host.isEmpty()) {
      throw BadMessageException.of("The Host header is not a host name with an optional port.");
    }
    return host;
  }

  private static String target(HttpMethod method, String target, Optional<HostName> host)
      throws BadMessageException {
    if (target.startsWith("/") || (target.equals("*") && method.equals(HttpMethod.OPTIONS))) {
      return target;
    }
    if (!target.toLowerCase(Locale.ROOT).startsWith("http://")) {
      throw BadMessageException.of("The request target is neither a path nor an http URL.");
    }
    String rest = target.substring("http://".length());
    int end = rest.chars().filter(c -> c == '/' || c == '?').findFirst().orElse(-1);
    int path = end < 0 ? rest.length() : rest.indexOf(end);
    var authority = HostName.parse(rest.substring(0, path));
    if (authority.isEmpty() || host.isEmpty() || !authority.get().sameAs(host.get())) {
      throw BadMessageException.of("The request target names another host than the Host header.");
    }
    String origin = rest.substring(path);
    return origin.startsWith("/") ? origin : "/" + origin;
  }

  @Override
  public List<String> headers(String name) {
    return headers.getAll(name);
  }

  boolean http10() {
    return version.equals(HttpVersion.HTTP_1_0);
  }

  boolean keepAlive() {
    return http10()
        ? HopByHop.hasOption(headers, "keep-alive")
        : !HopByHop.hasOption(headers, "close");
  }

  /// The protocol to switch to; empty when none is asked for.
  Optional<String> upgrade() {
    var protocol = headers.get(HttpHeaderNames.UPGRADE);
    return protocol == null || http10() || !HopByHop.hasOption(headers, "upgrade")
        ? Optional.empty()
        : Optional.of(protocol);
  }

  /// Whether the request may be sent a second time: doing it twice has the effect of doing it once,
  /// and its body is short enough to be kept.
  boolean repeatable(Limits limits) {
    return IDEMPOTENT.contains(method)
        && upgrade().isEmpty()
        && framing instanceof Framing.Length(long bytes)
        && bytes <= limits.repeatableBytes();
  }
}
