package dev.sluice.gateway.framing;

import dev.sluice.domain.service.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An origin that keeps every byte it gets, and answers each request with the target it was asked
/// for, or with the bytes it was told to. It reads to the letter.
final class RecordingOrigin implements AutoCloseable {
  /// What an origin does behind the bytes it was told to send.
  enum Then {
    GO_ON,
    CLOSE,
    RESET
  }

  private record Script(String target, String bytes, Then then) {}

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<ByteArrayOutputStream> streams = new CopyOnWriteArrayList<>();
  private volatile Script script = new Script("", "", Then.GO_ON);

  RecordingOrigin() throws IOException {
    server = new ServerSocket(0, 1024, InetAddress.ofLiteral("127.0.0.1"));
    var _ = Thread.ofVirtual().start(this::accept);
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getLocalPort());
  }

  /// Forgets what it got.
  void forget() {
    requests.clear();
    for (var stream : streams) {
      synchronized (stream) {
        stream.reset();
      }
    }
  }

  /// Answers requests for `target` with these bytes.
  void answer(String target, String bytes, Then then) {
    script = new Script(target, bytes, then);
  }

  /// Every whole request since it last forgot: method and target.
  List<String> requests() {
    return List.copyOf(requests);
  }

  /// What it got on each connection since it last forgot.
  List<byte[]> streams() {
    return streams.stream()
        .map(
            stream -> {
              synchronized (stream) {
                return stream.toByteArray();
              }
            })
        .filter(bytes -> bytes.length > 0)
        .toList();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    var stream = new ByteArrayOutputStream();
    streams.add(stream);
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new Recorded(socket.getInputStream(), stream);
      var reader = new RequestReader(in, Set.of());
      for (var next = reader.next(); next != null; next = reader.next()) {
        requests.add(next.method() + " " + next.target());
        if (!answer(next, socket)) {
          return;
        }
      }
    } catch (IOException e) {
      // Not a request, or the gateway has gone; what was got is on record.
    } finally {
      open.remove(socket);
    }
  }

  /// @return whether another request may follow
  private boolean answer(RequestReader.Request request, Socket socket) throws IOException {
    var told = script;
    if (!request.target().equals(told.target())) {
      send(socket, ok(request));
      return !request.has("connection", "close");
    }
    send(socket, told.bytes());
    if (told.then() == Then.RESET) {
      socket.setSoLinger(true, 0);
    }
    return told.then() == Then.GO_ON;
  }

  private static String ok(RequestReader.Request request) {
    String body = request.target();
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
    return request.method().equals("HEAD") ? head : head + body;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    var out = socket.getOutputStream();
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }

  private static final class Recorded extends FilterInputStream {
    private final ByteArrayOutputStream stream;

    private Recorded(InputStream in, ByteArrayOutputStream stream) {
      super(in);
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0) {
        synchronized (stream) {
          stream.write(next);
        }
      }
      return next;
    }

    @Override
    public long skip(long bytes) throws IOException {
      return readNBytes((int) Math.min(bytes, 8192)).length;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      if (read > 0) {
        synchronized (stream) {
          stream.write(bytes, from, read);
        }
      }
      return read;
    }
  }
}
