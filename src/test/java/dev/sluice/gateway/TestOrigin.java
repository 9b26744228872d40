package dev.sluice.gateway;

import dev.sluice.domain.service.Endpoint;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// An instance played by hand: records the requests it gets, and serves each connection as its
/// script says.
public final class TestOrigin implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final ThreadFactory threads;
  private final Thread acceptor;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// Serves one connection until it returns; the connection is closed then.
  interface Script {
    void serve(Connection connection) throws Exception;
  }

  private TestOrigin(Script script, ThreadFactory threads) throws IOException {
    this.script = script;
    this.threads = threads;
    server = new ServerSocket(0, 1024, InetAddress.ofLiteral("127.0.0.1"));
    acceptor = threads.newThread(this::accept);
    acceptor.start();
  }

  static TestOrigin of(Script script) throws IOException {
    return new TestOrigin(script, Thread.ofVirtual().factory());
  }

  /// Answers each request with 200 and `text`, however busy other origins of this process are:
  /// virtual threads take turns only when they wait.
  static TestOrigin prompt(String text) throws IOException {
    return new TestOrigin(answeringScript(text), Thread.ofPlatform().daemon().factory());
  }

  /// Answers each request with 200 and `text`.
  public static TestOrigin answering(String text) throws IOException {
    return of(answeringScript(text));
  }

  private static Script answeringScript(String text) {
    return connection -> {
      while (!connection.readRequest().isEmpty()) {
        connection.send(ok(text));
      }
    };
  }

  static String ok(String text) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
  }

  public Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  /// Head and body of every request, as received.
  List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        threads.newThread(() -> serve(socket, number)).start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      script.serve(new Connection(socket, number));
    } catch (Exception e) {
      // The gateway or the test closed the connection; the test judges by what the client saw.
    } finally {
      open.remove(socket);
    }
  }

  /// Dies: takes no connection and breaks off the open ones. Ends before its time.
  void end() throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      acceptor.join(); // It may just have taken one more connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (var socket : open) {
      socket.close();
    }
  }

  /// The origin's end of one connection.
  final class Connection {
    private final Socket socket;
    private final int number;
    private final InputStream in;

    private Connection(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// Counts the origin's connections from 1.
    int number() {
      return number;
    }

    Socket socket() {
      return socket;
    }

    InputStream in() {
      return in;
    }

    void send(String text) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /// The next request, head and raw body; empty when none comes any more.
    String readRequest() throws IOException {
      String head = readHead();
      if (head.isEmpty()) {
        return "";
      }
      String request = head + readBody(head.toLowerCase(Locale.ROOT));
      requests.add(request);
      return request;
    }

    String readHead() throws IOException {
      return readUntil("\r\n\r\n");
    }

    private String readBody(String head) throws IOException {
      if (head.contains("transfer-encoding: chunked")) {
        var body = new StringBuilder();
        while (!body.toString().startsWith("0\r\n") && !body.toString().contains("\r\n0\r\n")) {
          body.append(readUntil("\r\n"));
        }
        while (!body.toString().endsWith("\r\n\r\n")) {
          body.append(readUntil("\r\n"));
        }
        return body.toString();
      }
      int at = head.indexOf("content-length: ");
      if (at < 0) {
        return "";
      }
      String length = head.substring(at + 16, head.indexOf('\r', at));
      return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.ISO_8859_1);
    }

    String readUntil(String end) throws IOException {
      var bytes = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes.write(next);
        if (next == '\n' && bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
          return bytes.toString(StandardCharsets.ISO_8859_1);
        }
      }
      return "";
    }
  }
}
