package dev.sluice.launch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// An instance that behaves as each request asks it to, well or ill, and writes down the id of each
/// request that it has carried out. Closes kept connections after a short while, as servers do.
///
/// `/<kind>/<id>` asks for one of [Kind].
public final class MoodyOrigin {
  /// Where the ids are written, a file for each process.
  static final String LOG = "MOODY_LOG";

  static final int KEEP_ALIVE_MILLIS = 200;

  /// For the first request of a connection; a busy computer takes its time.
  private static final int FIRST_MILLIS = 20_000;

  enum Kind {
    /// Answers.
    OK,
    /// Answers, then closes the connection without having said so.
    CLOSE,
    /// Answers a while later.
    SLOW,
    /// On a connection that was used before: carries it out, then resets without a byte. On a new
    /// one it answers.
    STALE,
    /// Carries it out, then resets without a byte.
    RESET,
    /// Resets in the middle of the answer.
    HALF,
    /// Takes no connection for a while, then answers. What waits to be taken just then is reset by
    /// the system, which nobody could tell from [#RESET]: whoever asks for this sees to it that
    /// nothing else is under way.
    REFUSE
  }

  private final int port;
  private final FileOutputStream log;
  private final String self;
  private final Semaphore deaf = new Semaphore(0);
  private volatile ServerSocket server;

  private MoodyOrigin(int port, FileOutputStream log) throws IOException {
    this.port = port;
    this.log = log;
    this.self = System.getenv("SLUICE_VERSION") + " " + System.getenv("SLUICE_REVISION");
    this.server = listen();
  }

  public static void main(String[] arguments) throws Exception {
    var file = Path.of(System.getenv(LOG), ProcessHandle.current().pid() + ".ids");
    try (var log = new FileOutputStream(file.toFile(), true)) {
      new MoodyOrigin(Integer.parseInt(System.getenv("PORT")), log).run();
    }
  }

  private ServerSocket listen() throws IOException {
    var made = new ServerSocket();
    made.setReuseAddress(true);
    made.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1024);
    return made;
  }

  private void run() throws InterruptedException, IOException {
    while (true) {
      try {
        var socket = server.accept();
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        deaf.release();
        TimeUnit.MILLISECONDS.sleep(150);
        server = listen();
      }
    }
  }

  /// Returns when no connection is taken any more: to the system, a socket is open until the last
  /// call on it has returned, also when it was closed before.
  private void refuse() throws IOException, InterruptedException {
    deaf.drainPermits();
    server.close();
    var _ = deaf.tryAcquire(5, TimeUnit.SECONDS);
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(FIRST_MILLIS);
      var in = new BufferedInputStream(socket.getInputStream());
      boolean used = false;
      while (answer(socket, in, used)) {
        used = true;
      }
    } catch (IOException e) {
      // It was idle for too long, or the other side has closed it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether another request may follow
  private boolean answer(Socket socket, InputStream in, boolean used)
      throws IOException, InterruptedException {
    String head = head(in);
    if (head.isEmpty()) {
      return false;
    }
    var path = head.split(" ", 3)[1].split("/", -1);
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (at >= 0) {
      in.readNBytes(Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at))));
    }
    if (path.length < 3) {
      send(socket, "ready", 5);
      return true;
    }
    socket.setSoTimeout(KEEP_ALIVE_MILLIS);
    write(path[2]);
    String body = path[2] + " " + self;
    switch (Kind.valueOf(path[1])) {
      case OK -> send(socket, body, body.length());
      case CLOSE -> {
        send(socket, body, body.length());
        return false;
      }
      case SLOW -> {
        TimeUnit.MILLISECONDS.sleep(300);
        send(socket, body, body.length());
      }
      case STALE -> {
        if (used) {
          return reset(socket);
        }
        send(socket, body, body.length());
      }
      case RESET -> {
        return reset(socket);
      }
      case HALF -> {
        send(socket, body, body.length() + 1_000);
        return reset(socket);
      }
      case REFUSE -> {
        refuse();
        send(socket, body, body.length());
      }
    }
    return true;
  }

  private static boolean reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    return false;
  }

  private synchronized void write(String id) throws IOException {
    log.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static void send(Socket socket, String body, int length) throws IOException {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body;
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }
}
