package dev.sluice.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A server that answers its n-th request with the n-th script of a stream of events, then leaves
/// the connection open and says nothing more.
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<List<String>> scripts;
  private final List<Socket> open = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final Thread thread = Thread.ofVirtual().name("scripted-server").unstarted(this::serve);

  private ScriptedServer(int port, List<List<String>> scripts) throws IOException {
    this.scripts = scripts;
    this.socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  static ScriptedServer answering(List<List<String>> scripts) throws IOException {
    return started(new ScriptedServer(0, scripts));
  }

  static ScriptedServer onPort(int port, List<String> script) throws IOException {
    return started(new ScriptedServer(port, List.of(script)));
  }

  private static ScriptedServer started(ScriptedServer server) {
    server.thread.start();
    return server;
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /// The heads of the requests so far, in lower case.
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    try {
      for (var script : scripts) {
        answer(socket.accept(), script);
      }
    } catch (IOException e) {
      // Closed: the test is over, or its client gave a connection up, which is what was tested.
    }
  }

  private void answer(Socket connection, List<String> script) throws IOException {
    synchronized (this) {
      open.add(connection);
    }
    var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    var head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line.toLowerCase(Locale.ROOT)).append('\n');
    }
    synchronized (this) {
      requests.add(head.toString());
    }
    var out = connection.getOutputStream();
    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"));
    for (String part : script) {
      out.write(bytes(part));
    }
    out.flush();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    synchronized (this) {
      for (var connection : open) {
        connection.close();
      }
    }
  }
}
