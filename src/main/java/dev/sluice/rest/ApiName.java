package dev.sluice.rest;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A name or an address by which the API is called.
///
/// @param host in lower case; an address without brackets, as it is always written
/// @param port empty for the one that is listened on
public record ApiName(String host, Optional<Integer> port) {
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]+]|[^:]+):(\\d{1,5})");

  /// By which interface this computer reaches an IPv6 address; nobody else can use it.
  private static final Pattern ZONE = Pattern.compile("%.*");

  private static final Pattern DNS = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");

  /// @throws IllegalArgumentException when `host` is neither a name nor an address
  public ApiName {
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String bare = brackets ? host.substring(1, host.length() - 1) : host;
    host =
        address(bare)
            .map(found -> ZONE.matcher(found.getHostAddress()).replaceFirst(""))
            .orElseGet(() -> bare.toLowerCase(Locale.ROOT));
    if (address(host).isEmpty() && !DNS.matcher(host).matches()) {
      throw new IllegalArgumentException("neither a name nor an address: " + host);
    }
  }

  /// For the port that is listened on.
  public static ApiName of(String host) {
    return new ApiName(host, Optional.empty());
  }

  /// Reads `NAME` or `NAME:PORT`; an IPv6 address with a port stands in brackets.
  ///
  /// @throws IllegalArgumentException when it is neither
  public static ApiName parse(String text) {
    var found = WITH_PORT.matcher(text);
    return found.matches()
        ? new ApiName(found.group(1), Optional.of(Integer.valueOf(found.group(2))))
        : of(text);
  }

  /// As it stands in a URL.
  ///
  /// @param listened the port that is listened on
  public String authority(int listened) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port.orElse(listened);
  }

  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
