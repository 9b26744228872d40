package dev.sluice.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 on one connection, with whatever bytes in line and headers; a client library would
/// refuse to send most of it.
final class RawHttp implements AutoCloseable {
  /// The status of no answer at all.
  static final int DROPPED = 0;

  private static final int LIMIT_MILLIS = 20_000;

  private final int port;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  RawHttp(int port) {
    this.port = port;
  }

  /// @param headers with lower-case names
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String type() {
      return headers.getOrDefault("content-type", "");
    }
  }

  /// @param target as it stands in the request's line; not checked
  Answer send(String method, String target, List<String> headers, byte[] body) throws IOException {
    try {
      return exchange(method, target, headers, body);
    } catch (EOFException | SocketException e) {
      close();
      return new Answer(DROPPED, Map.of(), new byte[0]);
    }
  }

  private Answer exchange(String method, String target, List<String> headers, byte[] body)
      throws IOException {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port);
    headers.forEach(header -> head.append("\r\n").append(header));
    head.append("\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    var out = connected().getOutputStream();
    out.write(bytes.toByteArray());
    out.flush();
    var answer = read();
    if (answer.headers().getOrDefault("connection", "").equalsIgnoreCase("close")) {
      close();
    }
    return answer;
  }

  private Socket connected() throws IOException {
    var open = socket;
    if (open == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setSoTimeout(LIMIT_MILLIS);
      open.setTcpNoDelay(true);
      in = new BufferedInputStream(open.getInputStream());
      socket = open;
    }
    return open;
  }

  private Answer read() throws IOException {
    int status = Integer.parseInt(List.of(line().split(" ", 3)).get(1));
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(status, headers, body(status, headers));
  }

  private byte[] body(int status, Map<String, String> headers) throws IOException {
    if (status == 204) {
      return new byte[0];
    }
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return in.readAllBytes();
    }
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      body.writeBytes(in.readNBytes(size));
      var _ = line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after '" + line + "'");
      }
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
  }

  @Override
  public void close() throws IOException {
    var open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }
}
