package dev.sluice.platform.process;

import dev.sluice.domain.service.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Chooses addresses for versions (R7): a loopback host of its own where the system has many of
/// them, else a port of its own.
final class Addresses {
  /// 127.64.0.0/10, away from the hosts that people use by hand.
  private static final int HOST_BITS = 22;

  private static final int TRIES = 200;
  private static final int FIRST_PORT = 10_000;
  private static final int PORTS = 10_000;

  private final RandomGenerator random;

  Addresses(RandomGenerator random) {
    this.random = random;
  }

  /// At random, so that two engines on one computer hardly ever choose the same.
  Endpoint reserve(int port, Set<Endpoint> taken) throws IOException {
    IOException last = new IOException("every address is taken");
    for (int i = 0; i < TRIES; i++) {
      var candidate =
          hasManyLoopbackHosts()
              ? new Endpoint(host(random.nextInt(1, 1 << HOST_BITS)), port)
              : new Endpoint("127.0.0.1", FIRST_PORT + random.nextInt(PORTS));
      if (taken.contains(candidate)) {
        continue;
      }
      try {
        tryToListen(candidate);
        return candidate;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException(
        port < 1024
            ? "port %d needs administrator rights; use 1024 or above.".formatted(port)
            : "nothing can listen on port %d of a loopback address: %s."
                .formatted(port, last.getMessage()),
        last);
  }

  private static String host(int number) {
    return String.format(
        Locale.ROOT, "127.%d.%d.%d", 64 + (number >> 16), number >> 8 & 0xff, number & 0xff);
  }

  private static void tryToListen(Endpoint endpoint) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()));
    }
  }

  private static boolean hasManyLoopbackHosts() {
    return !System.getProperty("os.name").startsWith("Mac");
  }
}
