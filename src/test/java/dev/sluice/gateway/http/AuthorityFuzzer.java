package dev.sluice.gateway.http;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads any bytes as an authority: on its own, as `Host`, and in an absolute target. All three
/// must agree, and what is accepted must hold nothing but a host and a port.
public final class AuthorityFuzzer {
  private static final String NAME = "[a-z0-9._-]{1,253}|\\[[0-9a-f:.]+\\]";

  private AuthorityFuzzer() {}

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    var host = HostName.parse(text);
    if (host != null) {
      checkParts(text, host);
    }
    boolean line = text.chars().noneMatch(c -> c == '\r' || c == '\n');
    if (line && !text.isEmpty() && text.length() < 1000) {
      checkUses(text, host);
    }
  }

  private static void checkParts(String text, HostName host) {
    if (!host.name().matches(NAME) || !host.port().matches("[0-9]{0,5}")) {
      throw new IllegalStateException("no host and port: " + host);
    }
    String again = host.port().isEmpty() ? host.name() : host.name() + ":" + host.port();
    if (!host.equals(HostName.parse(again))
        || !text.toLowerCase(Locale.ROOT).startsWith(host.name())) {
      throw new IllegalStateException("read again as something else: " + host);
    }
  }

  private static void checkUses(String text, @Nullable HostName host) {
    String blanks = "[ \t]*";
    boolean padded = !text.equals(text.replaceAll("^" + blanks + "|" + blanks + "$", ""));
    var asHost = read("GET / HTTP/1.1\r\nHost: " + text + "\r\n\r\n");
    if (!padded && (asHost == null) != (host == null)) {
      throw new IllegalStateException("read differently as Host: " + text);
    }
    var asBoth = read("GET http://" + text + "/a HTTP/1.1\r\nHost: " + text + "\r\n\r\n");
    if (asBoth != null && (asHost == null || !asBoth.host().equals(asHost.host()))) {
      throw new IllegalStateException("read differently as a target: " + text);
    }
    if (asBoth != null && !asBoth.target().equals("/a")) {
      throw new IllegalStateException("the authority is part of the path: " + asBoth.target());
    }
    if (host != null && asBoth == null) {
      throw new IllegalStateException("refused as a target: " + text);
    }
  }

  private static @Nullable IncomingRequest read(String head) {
    try {
      var read =
          HeadReader.ofRequests(Limits.DEFAULT)
              .read(Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1));
      return read == null ? null : IncomingRequest.of(read, false);
    } catch (BadMessageException e) {
      return null;
    }
  }
}
