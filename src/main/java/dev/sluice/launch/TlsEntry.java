package dev.sluice.launch;

import dev.sluice.gateway.Gateway;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a gateway listens for TLS, and with which certificates.
///
/// @param certificates folder of PEM files
record TlsEntry(HostAndPort address, Path certificates) {
  /// @param option that named `listen`
  /// @return null when neither is given
  /// @throws IllegalArgumentException when one is given without the other
  static @Nullable TlsEntry of(
      String option, @Nullable String listen, @Nullable Path certificates) {
    if (listen == null && certificates == null) {
      return null;
    }
    if (listen == null || certificates == null) {
      throw new IllegalArgumentException(
          "%s and --certificates belong together; give both.".formatted(option));
    }
    return new TlsEntry(
        HostAndPort.parse(option, listen), certificates.toAbsolutePath().normalize());
  }

  Gateway.Tls toTls() {
    return new Gateway.Tls(address.host(), address.port(), certificates);
  }

  /// As arguments of `sluice gateway`.
  List<String> arguments() {
    return List.of("--tls-listen", address.toString(), "--certificates", certificates.toString());
  }
}
