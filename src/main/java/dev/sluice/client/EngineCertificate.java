package dev.sluice.client;

import dev.sluice.engine.api.ProblemException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Looks which certificate is shown at an address, sending nothing that matters.
public final class EngineCertificate {
  private static final int PORT = 443;
  private static final int LIMIT_MILLIS = 5_000;

  private EngineCertificate() {}

  /// @param address with scheme `https`
  /// @throws ProblemException when nobody shows one there
  public static Fingerprint at(URI address) {
    var seen = new AtomicReference<@Nullable X509Certificate>();
    int port = address.getPort() < 0 ? PORT : address.getPort();
    String host = address.getHost().replaceAll("^\\[|]$", "");
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
      plain.setSoTimeout(LIMIT_MILLIS);
      var sockets = PinnedTrust.looking(seen::set).getSocketFactory();
      try (var socket = (SSLSocket) sockets.createSocket(plain, host, port, true)) {
        socket.startHandshake();
      }
    } catch (IOException e) {
      throw HttpCalls.unreachable(address, e);
    }
    var certificate = seen.get();
    if (certificate == null) {
      throw HttpCalls.unreachable(address, new IOException("no certificate was shown"));
    }
    return Fingerprint.of(certificate);
  }
}
