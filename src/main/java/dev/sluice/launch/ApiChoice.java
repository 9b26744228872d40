package dev.sluice.launch;

import dev.sluice.rest.ApiCertificate;
import dev.sluice.rest.ApiEntry;
import dev.sluice.rest.ApiName;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the API of an engine is to be reached. Beyond this computer it is over TLS only.
///
/// @param names by the operator's choice
/// @param certificate null for one that the engine makes for itself, where it needs one
/// @param key of `certificate`
record ApiChoice(
    HostAndPort listen, List<ApiName> names, @Nullable Path certificate, @Nullable Path key) {

  /// @throws IllegalArgumentException with a sentence, when that does not fit together
  static ApiChoice of(
      String listen, List<String> names, @Nullable Path certificate, @Nullable Path key) {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "--tls-certificate and --tls-key belong together; give both.");
    }
    return new ApiChoice(
        HostAndPort.parse("--listen", listen),
        names.stream().map(ApiChoice::name).toList(),
        certificate,
        key);
  }

  private static ApiName name(String text) {
    try {
      return ApiName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--name needs a name or an address, and a port where it is not the one listened on, for"
              + " example deploy.example.com or deploy.example.com:443, not '%s'.".formatted(text),
          e);
    }
  }

  /// @param computer name of this computer
  /// @throws IOException with a sentence, when nobody can listen there, or when the certificate can
  ///   neither be read nor made
  ApiEntry open(Path directory, String computer, InstantSource clock) throws IOException {
    var own = ownNames(computer);
    Optional<ApiCertificate> shown = Optional.empty();
    if (certificate != null && key != null) {
      shown = Optional.of(ApiCertificate.of(certificate.toAbsolutePath(), key.toAbsolutePath()));
    } else if (!address().isLoopbackAddress()) {
      shown =
          Optional.of(
              ApiCertificate.openOrCreate(
                  directory,
                  "Sluice engine on " + computer,
                  own.stream().map(ApiName::host).distinct().toList(),
                  clock.instant(),
                  new SecureRandom()));
    }
    return new ApiEntry(listen.host(), listen.port(), own, shown);
  }

  /// Where it can be called.
  ///
  /// @param port that it listens on by now
  String url(ApiEntry entry, int port) throws IOException {
    String scheme = entry.certificate().isPresent() ? "https://" : "http://";
    if (!names.isEmpty()) {
      return scheme + names.getFirst().authority(port);
    }
    var places = places();
    boolean everywhere = address().isAnyLocalAddress() && !places.isEmpty();
    return scheme
        + ApiName.of(everywhere ? places.getFirst().getHostAddress() : listen.host())
            .authority(port);
  }

  private List<ApiName> ownNames(String computer) throws IOException {
    var own = new LinkedHashSet<>(names);
    var address = address();
    if (!address.isLoopbackAddress()) {
      named(computer).ifPresent(own::add);
      named(listen.host()).filter(_ -> !address.isAnyLocalAddress()).ifPresent(own::add);
      var places = address.isAnyLocalAddress() ? places() : List.of(address);
      places.forEach(place -> own.add(ApiName.of(place.getHostAddress())));
    }
    return List.copyOf(own);
  }

  /// Computers may have names that no host can have.
  private static Optional<ApiName> named(String host) {
    try {
      return Optional.of(ApiName.of(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private InetAddress address() throws IOException {
    try {
      return InetAddress.getByName(listen.host());
    } catch (UnknownHostException e) {
      throw new IOException(
          "--listen names '%s', which nobody knows; give an address of this computer."
              .formatted(listen.host()),
          e);
    }
  }

  /// Addresses of this computer at which others reach it, the familiar kind first.
  static List<InetAddress> places() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .sorted(Comparator.comparingInt(address -> address instanceof Inet4Address ? 0 : 1))
        .toList();
  }
}
