package dev.sluice.gateway.http;

import dev.sluice.domain.traffic.RoutedRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request's head as the user agent sent it, checked. Valid until its connection reads the next
/// one.
///
/// @param path where path and query begin in the head
/// @param authority the `Host` header as sent; empty when HTTP/1.0 sent none
/// @param host the host that is routed by; empty likewise
record IncomingRequest(
    Head head,
    RequestLine line,
    int path,
    String authority,
    String host,
    ConnectionOptions options,
    Framing framing)
    implements RoutedRequest {
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

  /// @param secure whether it came by TLS
  /// @throws BadMessageException when it breaks RFC 9112 or could be read in two ways
  static IncomingRequest of(Head head, boolean secure) throws BadMessageException {
    var line = RequestLine.of(head);
    if (line.method().equals("CONNECT")) {
      throw new BadMessageException(Refusals.unsupported("CONNECT is not supported."));
    }
    var framing = Framing.of(head, Framing.NONE);
    if (framing instanceof Framing.Chunked && line.http10()) {
      throw BadMessageException.of("HTTP/1.0 knows no Transfer-Encoding.");
    }
    int field = hostField(head, line);
    String authority = field < 0 ? "" : head.value(field);
    var host = HostName.parse(authority);
    if (host == null && field >= 0) {
      throw BadMessageException.of("The Host header is not a host name with an optional port.");
    }
    var scheme = secure ? Scheme.HTTPS : Scheme.HTTP;
    checkSameHost(line.authority(head, scheme), host, scheme);
    return new IncomingRequest(
        head,
        line,
        line.pathStart(head, scheme),
        authority,
        host == null ? "" : host.name(),
        ConnectionOptions.of(head),
        framing);
  }

  /// -1 when there is none and need not be.
  private static int hostField(Head head, RequestLine line) throws BadMessageException {
    int field = head.find(Field.HOST);
    boolean missing = field < 0 && !line.http10();
    if (missing || (field >= 0 && head.find(Field.HOST, field + 1) >= 0)) {
      throw BadMessageException.of("There must be one Host header.");
    }
    return field;
  }

  private static void checkSameHost(
      @Nullable String inTarget, @Nullable HostName host, Scheme scheme)
      throws BadMessageException {
    if (inTarget != null) {
      var named = HostName.parse(inTarget);
      if (named == null || host == null || !named.sameAs(host, scheme)) {
        throw BadMessageException.of("The request target names another host than the Host header.");
      }
    }
  }

  /// In origin form, or `*`.
  @Override
  public String target() {
    return missing() + head.text(path, line.targetEnd());
  }

  /// What belongs before [#path] because an absolute target had no path: `/`, and `*` where that
  /// stands for the whole server (RFC 9112, section 3.2.4). Mostly empty.
  String missing() {
    if (path == line.targetEnd()) {
      return method().equals("OPTIONS") ? "*" : "/";
    }
    return head.bytes()[path] == '?' ? "/" : "";
  }

  @Override
  public List<String> headers(String name) {
    return head.values(name);
  }

  String method() {
    return line.method();
  }

  boolean isHead() {
    return line.method().equals("HEAD");
  }

  boolean http10() {
    return line.http10();
  }

  boolean keepAlive() {
    return options.persistent(http10());
  }

  /// Whether it asks to switch to another protocol that an origin may choose. HTTP/2 is not one:
  /// its tunnel would carry requests past every rule.
  boolean upgrades() {
    if (!options.upgrade() || http10() || !head.has(Field.UPGRADE)) {
      return false;
    }
    for (int i = head.find(Field.UPGRADE); i >= 0; i = head.find(Field.UPGRADE, i + 1)) {
      if (head.value(i).toLowerCase(Locale.ROOT).contains("h2c")) {
        return false;
      }
    }
    return true;
  }

  /// Whether the request may be sent a second time: doing it twice has the effect of doing it once,
  /// and its body is short enough to be kept.
  boolean repeatable(Limits limits) {
    return framing instanceof Framing.Length(long bytes)
        && bytes <= limits.repeatableBytes()
        && IDEMPOTENT.contains(method())
        && !upgrades();
  }
}
