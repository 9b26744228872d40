package dev.sluice.platform.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A fresh port for each run: outside the range from which the system gives ports to outgoing
/// connections, free now, and not handed out lately, so that the old process never answers the new
/// one's probe. Starts at random, so that two engines on a computer seldom want the same; when they
/// do all the same, the slower instance exits and is started again on another port.
final class PortPicker {
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_767;
  private static final int LAST_PORT = 65_535;
  private static final int ENOUGH = 2_000;
  private static final int REMEMBERED = 1_000;

  private final RandomGenerator random;
  private final Range range;
  private final Set<Integer> recent = new LinkedHashSet<>();

  PortPicker(RandomGenerator random) {
    this.random = random;
    this.range = outside(ephemeral());
  }

  /// First and last.
  record Range(int from, int to) {
    int size() {
      return to - from + 1;
    }
  }

  synchronized int pick() throws IOException {
    int start = random.nextInt(range.size());
    for (int i = 0; i < range.size(); i++) {
      int port = range.from() + (start + i) % range.size();
      if (!recent.contains(port) && isFree(port)) {
        remember(port);
        return port;
      }
    }
    throw new IOException(
        "No port from " + range.from() + " to " + range.to() + " is free on this computer.");
  }

  private void remember(int port) {
    recent.add(port);
    if (recent.size() > REMEMBERED) {
      recent.remove(recent.iterator().next());
    }
  }

  /// On every address: an instance may listen on all of them, whatever address we reach it at.
  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1)) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  static Range outside(Range ephemeral) {
    var below = new Range(LOWEST, Math.min(HIGHEST, ephemeral.from() - 1));
    if (below.size() >= ENOUGH) {
      return below;
    }
    var above = new Range(ephemeral.to() + 1, LAST_PORT);
    return above.size() >= ENOUGH ? above : new Range(10_000, HIGHEST);
  }

  private static Range ephemeral() {
    try {
      String[] limits = Files.readString(EPHEMERAL).strip().split("\\s+", -1);
      return new Range(Integer.parseInt(limits[0]), Integer.parseInt(limits[1]));
    } catch (IOException | RuntimeException _) {
      // 49152 to 65535 is what IANA recommends and macOS and Windows use.
      return new Range(49_152, LAST_PORT);
    }
  }
}
