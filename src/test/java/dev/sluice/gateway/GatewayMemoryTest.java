package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "memory is read from /proc")
class GatewayMemoryTest {
  private static final long TWO_GIB = 2L << 30;

  /// The program alone has half of it.
  private static final int FLAT_MIB = 180;

  @TempDir Path directory;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayProcess(directory);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private Socket connect(String head) throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port());
    socket.setSoTimeout(60_000);
    send(socket.getOutputStream(), head.formatted(GatewayFixture.HOST));
    return socket;
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void sendZeros(OutputStream out, long bytes) throws IOException {
    var block = new byte[1 << 16];
    for (long left = bytes; left > 0; left -= block.length) {
      out.write(block, 0, (int) Math.min(left, block.length));
    }
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended in the head: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static long skip(InputStream in, long bytes) throws IOException {
    var block = new byte[1 << 16];
    long read = 0;
    while (read < bytes) {
      int now = in.read(block, 0, (int) Math.min(block.length, bytes - read));
      if (now < 0) {
        break;
      }
      read += now;
    }
    return read;
  }

  @Test
  @DisplayName("a download of 2 GiB is whole and costs no memory")
  void download() throws Exception {
    try (var origin =
        TestOrigin.of(
            connection -> {
              var _ = connection.readRequest();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + TWO_GIB + "\r\n\r\n");
              sendZeros(connection.socket().getOutputStream(), TWO_GIB);
            })) {
      var _ = gateway.serve(origin);
      try (var client = connect("GET / HTTP/1.1\r\nHost: %s\r\n\r\n")) {
        var head = readHead(client.getInputStream());
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertEquals(TWO_GIB, skip(client.getInputStream(), TWO_GIB));
      }
      assertTrue(gateway.peakMiB() < FLAT_MIB, gateway.peakMiB() + " MiB");
    }
  }

  @Test
  @DisplayName("an upload of 2 GiB is whole and costs no memory")
  void upload() throws Exception {
    var received = new AtomicLong();
    try (var origin =
        TestOrigin.of(
            connection -> {
              var _ = connection.readHead();
              received.set(skip(connection.in(), TWO_GIB));
              connection.send(TestOrigin.ok("thanks"));
            })) {
      var _ = gateway.serve(origin);
      try (var client =
          connect("POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: " + TWO_GIB + "\r\n\r\n")) {
        sendZeros(client.getOutputStream(), TWO_GIB);
        var head = readHead(client.getInputStream());
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
      }
      assertEquals(TWO_GIB, received.get());
      assertTrue(gateway.peakMiB() < FLAT_MIB, gateway.peakMiB() + " MiB");
    }
  }

  @Test
  @DisplayName("200 readers that stop reading cost next to nothing, and others go on")
  void slowReaders() throws Exception {
    try (var origin =
        TestOrigin.of(
            connection -> {
              if (connection.readRequest().startsWith("GET /endless")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + TWO_GIB + "\r\n\r\n");
                sendZeros(connection.socket().getOutputStream(), TWO_GIB);
              } else {
                connection.send(TestOrigin.ok("quick"));
              }
            })) {
      var _ = gateway.serve(origin);
      var stopped = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 200; i++) {
          var socket = connect("GET /endless HTTP/1.1\r\nHost: %s\r\n\r\n");
          stopped.add(socket);
          var _ = readHead(socket.getInputStream());
        }
        TimeUnit.SECONDS.sleep(1);
        try (var client = new RawClient("127.0.0.1", gateway.port())) {
          assertEquals("quick", client.get("/", GatewayFixture.HOST).body());
        }
        assertTrue(gateway.peakMiB() < FLAT_MIB, gateway.peakMiB() + " MiB");
      } finally {
        for (var socket : stopped) {
          socket.close();
        }
      }
    }
  }

  @Test
  @DisplayName("10,000 idle connections take less than 200 MiB, and new ones are served")
  void idleConnections() throws Exception {
    try (var origin = TestOrigin.answering("here")) {
      var _ = gateway.serve(origin);
      var idle = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 10_000; i++) {
          // Half of them have been used.
          idle.add(
              i % 2 == 0
                  ? new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())
                  : connect("GET / HTTP/1.1\r\nHost: %s\r\n\r\n"));
        }
        for (int i = 1; i < idle.size(); i += 2) {
          var head = readHead(idle.get(i).getInputStream());
          assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        }
        try (var client = new RawClient("127.0.0.1", gateway.port())) {
          assertEquals("here", client.get("/", GatewayFixture.HOST).body());
        }
        assertTrue(gateway.residentMiB() < 200, gateway.residentMiB() + " MiB");
      } finally {
        for (var socket : idle) {
          socket.close();
        }
      }
    }
  }
}
