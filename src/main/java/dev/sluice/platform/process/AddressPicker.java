package dev.sluice.platform.process;

import dev.sluice.domain.service.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/// An address for each version (R7): a loopback host of its own where the system has more than one,
/// else a port of its own.
final class AddressPicker {
  private static final int TRIES = 64;
  private static final int FIRST_FREE_PORT = 1_024;

  private final RandomGenerator random;
  private final PortPicker ports;
  private final boolean manyHosts;

  AddressPicker(RandomGenerator random, PortPicker ports) {
    this(random, ports, !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac"));
  }

  AddressPicker(RandomGenerator random, PortPicker ports, boolean manyHosts) {
    this.random = random;
    this.ports = ports;
    this.manyHosts = manyHosts;
  }

  Endpoint reserve(int port, Set<Endpoint> taken) throws IOException {
    return manyHosts ? ownHost(port, taken) : ownPort(port, taken);
  }

  private Endpoint ownHost(int port, Set<Endpoint> taken) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      var candidate = new Endpoint(randomHost(), port);
      boolean hostTaken = taken.stream().anyMatch(other -> other.host().equals(candidate.host()));
      if (!hostTaken && isFree(candidate)) {
        return candidate;
      }
    }
    throw new IOException(
        "Port "
            + port
            + " is in use by another program on every address of this computer."
            + " End that program or choose another port.");
  }

  /// From 127.64.0.0/10, without hosts that look like those of a network or a broadcast.
  private String randomHost() {
    int second = random.nextInt(64, 128);
    int third = random.nextInt(0, 256);
    int fourth = random.nextInt(1, 255);
    return "127." + second + "." + third + "." + fourth;
  }

  private Endpoint ownPort(int port, Set<Endpoint> taken) throws IOException {
    var wanted = new Endpoint("127.0.0.1", port);
    if (!taken.contains(wanted) && isFree(wanted)) {
      return wanted;
    }
    for (int i = 0; i < TRIES; i++) {
      var candidate = new Endpoint("127.0.0.1", ports.pick());
      if (!taken.contains(candidate)) {
        return candidate;
      }
    }
    throw new IOException("No free port was found on 127.0.0.1.");
  }

  private static boolean isFree(Endpoint endpoint) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()), 1);
      return true;
    } catch (BindException e) {
      String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (words.contains("permission") || words.contains("denied")) {
        throw new IOException(
            "This user may not listen on port "
                + endpoint.port()
                + ". Choose a port of "
                + FIRST_FREE_PORT
                + " or above.",
            e);
      }
      return false;
    }
  }
}
