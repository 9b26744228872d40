package dev.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A service that starts in about 0.2 s, most of which it waits, so that measuring many starts does
/// not measure how busy the computer is. Answers 200 to every request.
final class SmallService {
  private static final int WAITS_MILLIS = 130;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private SmallService() {}

  static void main() throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(WAITS_MILLIS);
    int port = Integer.parseInt(System.getenv("PORT"));
    try (var server = new ServerSocket(port, 64, InetAddress.getLoopbackAddress())) {
      while (true) {
        answer(server.accept());
      }
    }
  }

  private static void answer(Socket connection) {
    try (connection) {
      var in = connection.getInputStream();
      int newlines = 0;
      // An empty line ends the request.
      for (int next = in.read(); next >= 0 && newlines < 2; next = in.read()) {
        newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        if (newlines == 2) {
          break;
        }
      }
      connection.getOutputStream().write(ANSWER);
    } catch (IOException _) {
      // Whoever asked has gone.
    }
  }
}
