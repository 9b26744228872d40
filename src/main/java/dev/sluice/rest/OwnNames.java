package dev.sluice.rest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// The names by which the API is called. A page that made a name of its own point here (DNS
/// rebinding) still says its name in `Host`, and that is none of these.
final class OwnNames {
  private static final String LOCALHOST = "localhost";

  private final Set<ApiName> given;

  OwnNames(Collection<ApiName> given) {
    this.given = Set.copyOf(given);
  }

  /// Whether a request for `host` is meant for this API.
  ///
  /// @param local where it has arrived
  boolean contain(String host, int port, InetSocketAddress local) {
    ApiName asked;
    try {
      asked = new ApiName(host, Optional.of(port));
    } catch (IllegalArgumentException e) {
      return false;
    }
    return given.contains(asked)
        || (port == local.getPort()
            && (given.contains(ApiName.of(host)) || isPlace(asked.host(), local.getAddress())));
  }

  /// An address cannot be made to point elsewhere, so the one that a connection came to is always
  /// the API's own.
  private static boolean isPlace(String name, InetAddress local) {
    if (name.equals(LOCALHOST)) {
      return local.isLoopbackAddress();
    }
    try {
      var address = InetAddress.ofLiteral(name);
      return address.equals(local) || (address.isLoopbackAddress() && local.isLoopbackAddress());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
