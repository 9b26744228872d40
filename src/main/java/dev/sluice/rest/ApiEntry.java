package dev.sluice.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Where and as what the API is reached.
///
/// @param host name or address that is listened on
/// @param port 0 for any free one
/// @param names that it answers to, besides the address that a connection came to
/// @param certificate for TLS; without one the API stays on this computer
public record ApiEntry(
    String host, int port, List<ApiName> names, Optional<ApiCertificate> certificate) {

  /// @throws IllegalArgumentException when others could reach it without TLS
  public ApiEntry {
    names = List.copyOf(names);
    if (certificate.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "Without TLS the API can only listen on this computer's loopback addresses (127.0.0.1,"
              + " ::1), not on '%s'.".formatted(host));
    }
  }

  /// On this computer only, without TLS.
  ///
  /// @param host a loopback address
  public static ApiEntry loopback(String host, int port) {
    return new ApiEntry(host, port, List.of(), Optional.empty());
  }

  /// Whether only this computer's own programs reach `host`.
  public static boolean isLoopback(String host) {
    try {
      return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
