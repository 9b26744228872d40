package dev.sluice.platform.process.health;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.HealthCheck;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Asks an instance once whether it is well. Blocks no longer than the time-out of its health
/// check.
@FunctionalInterface
interface Probe {
  /// Empty when it is well, else what was wrong, for an operator.
  Optional<String> ask();

  static Probe of(HealthCheck health, Endpoint endpoint) {
    var timeout = Duration.ofSeconds(health.timeoutSeconds());
    return switch (health.kind()) {
      case NONE -> Optional::empty;
      case TCP -> () -> over(endpoint, timeout, (_, _) -> Optional.empty());
      case HTTP -> () -> over(endpoint, timeout, (socket, until) -> get(health, socket, until));
    };
  }

  private static Optional<String> over(Endpoint endpoint, Duration timeout, Exchange exchange) {
    long until = System.nanoTime() + timeout.toNanos();
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(endpoint.host(), endpoint.port()), (int) timeout.toMillis());
      return exchange.over(socket, until);
    } catch (SocketTimeoutException _) {
      return Optional.of("no answer from " + endpoint + " within " + timeout.toSeconds() + " s");
    } catch (ConnectException _) {
      return Optional.of("nothing listens on " + endpoint);
    } catch (IOException e) {
      return Optional.of("the connection to " + endpoint + " broke: " + e.getMessage());
    }
  }

  private static Optional<String> get(HealthCheck health, Socket socket, long until)
      throws IOException {
    String request =
        "GET "
            + health.path()
            + " HTTP/1.1\r\nHost: "
            + socket.getInetAddress().getHostAddress()
            + ":"
            + socket.getPort()
            + "\r\nUser-Agent: sluice-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String line = statusLine(socket, until);
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9].*")) {
      return Optional.of("GET " + health.path() + " was not answered in HTTP");
    }
    int status = Integer.parseInt(line.substring(9, 12));
    return status >= 200 && status < 400
        ? Optional.empty()
        : Optional.of("GET " + health.path() + " answered " + status);
  }

  /// One byte at a time, each with what is left of the time, so that a dripping answer ends too.
  private static String statusLine(Socket socket, long until) throws IOException {
    var line = new StringBuilder();
    while (line.length() < 200) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("dripping");
      }
      socket.setSoTimeout((int) left);
      int next = socket.getInputStream().read();
      if (next < 0 || next == '\n') {
        break;
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /// What happens on an open connection.
  @FunctionalInterface
  interface Exchange {
    Optional<String> over(Socket socket, long until) throws IOException;
  }
}
