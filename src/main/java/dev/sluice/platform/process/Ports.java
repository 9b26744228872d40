package dev.sluice.platform.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Gives each run a fresh port at 127.0.0.1: an instance that was there before may still answer at
/// its own. Below the ports that systems give to outgoing connections (32768 and up on Linux).
final class Ports {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  private static final int REMEMBERED = 2_000;

  private final Deque<Integer> order = new ArrayDeque<>();
  private final Set<Integer> recent = new HashSet<>();
  private int next;

  Ports(RandomGenerator random) {
    this.next = random.nextInt(COUNT);
  }

  synchronized int take() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + next;
      next = (next + 1) % COUNT;
      if (!recent.contains(port) && isFree(port)) {
        remember(port);
        return port;
      }
    }
    throw new IOException(
        "No port from %d to %d is free for an instance.".formatted(FIRST, FIRST + COUNT - 1));
  }

  private void remember(int port) {
    recent.add(port);
    order.addLast(port);
    if (order.size() > REMEMBERED) {
      recent.remove(order.removeFirst());
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
