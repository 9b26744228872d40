package dev.sluice.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A user agent that sends exactly the bytes it is given. Every read has a limit of 10 s.
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  public RawClient(String host, int port) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), 5_000);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// An answer. Header names are lower case; trailers are among `trailers`.
  public record Answer(
      int status, Map<String, String> headers, String body, Map<String, String> trailers) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  public Socket socket() {
    return socket;
  }

  InputStream in() {
    return in;
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  public Answer get(String path, String host) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return read();
  }

  public Answer read() throws IOException {
    return read(true);
  }

  /// @param body false for the answer to a HEAD
  Answer read(boolean body) throws IOException {
    var head = readHead();
    int status = Integer.parseInt(head.statusLine().split(" ", -1)[1]);
    if (!body || status < 200 || status == 204 || status == 304) {
      return new Answer(status, head.headers(), "", Map.of());
    }
    var trailers = new LinkedHashMap<String, String>();
    String text = readBody(head.headers(), trailers);
    return new Answer(status, head.headers(), text, trailers);
  }

  record Head(String statusLine, Map<String, String> headers) {}

  Head readHead() throws IOException {
    String line = readLine();
    return new Head(line, readHeaders());
  }

  private String readBody(Map<String, String> headers, Map<String, String> trailers)
      throws IOException {
    if (headers.containsKey("transfer-encoding")) {
      var body = new StringBuilder();
      for (; ; ) {
        int size = Integer.parseInt(readLine(), 16);
        if (size == 0) {
          trailers.putAll(readHeaders());
          return body.toString();
        }
        body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
        readLine();
      }
    }
    String length = headers.get("content-length");
    var bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private Map<String, String> readHeaders() throws IOException {
    var headers = new LinkedHashMap<String, String>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    return headers;
  }

  private String readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (; ; ) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
      }
      if (next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(next);
    }
  }

  /// Whether the gateway has closed the connection, or does so within the limit.
  boolean closed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
