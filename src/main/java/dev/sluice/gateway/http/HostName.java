package dev.sluice.gateway.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The authority of a request: host and optional port.
///
/// @param name lower case, without port and trailing dot; brackets kept for IPv6
/// @param port empty when none was given
record HostName(String name, String port) {
  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{0,5}))?");

  static Optional<HostName> parse(String text) {
    var matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    String port = matcher.group(2);
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new HostName(name, port == null ? "" : port));
  }

  /// Whether both name the same server over plain HTTP.
  boolean sameAs(HostName other) {
    return name.equals(other.name) && effectivePort().equals(other.effectivePort());
  }

  private String effectivePort() {
    return port.isEmpty() ? "80" : port;
  }
}
