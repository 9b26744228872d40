package dev.sluice.platform.process.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.HealthCheck.Kind;
import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Probing an instance")
class ProbeLoopTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Long> asked = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String answer = "HTTP/1.1 200 OK\r\n\r\n";
  private ServerSocket server;
  private @Nullable Thread loop;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    if (loop != null) {
      loop.interrupt();
    }
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        asked.add(System.nanoTime());
        Thread.ofVirtual().start(() -> reply(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void reply(Socket socket) {
    try (socket) {
      var reader = socket.getInputStream();
      var request = new StringBuilder();
      while (!request.toString().endsWith("\r\n\r\n")) {
        int next = reader.read();
        if (next < 0) {
          return;
        }
        request.append((char) next);
      }
      requests.add(request.toString());
      if (answer.isEmpty()) {
        int _ = reader.read();
        return;
      }
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // the probe has gone
    }
  }

  private long begin(HealthCheck health, Duration age) {
    var endpoint = new Endpoint("127.0.0.1", server.getLocalPort());
    long begun = System.nanoTime();
    var listener =
        new ProbeLoop.Listener() {
          @Override
          public void onReady() {
            heard.add("ready");
          }

          @Override
          public void onUnready(String reason) {
            heard.add(reason);
          }
        };
    loop = Thread.ofVirtual().start(new ProbeLoop(health, endpoint, age, listener));
    return begun;
  }

  private static HealthCheck health(Kind kind, int delay, int successes, int failures) {
    return new HealthCheck(kind, "/health?deep=1", delay, 1, 1, successes, failures);
  }

  @Test
  @DisplayName("R17 sends no probe before the initial delay has passed")
  void initialDelay() {
    long begun = begin(health(Kind.TCP, 1, 1, 3), Duration.ZERO);

    Eventually.holds("ready", () -> heard.contains("ready") && !asked.isEmpty());

    long first = asked.getFirst() - begun;
    assertTrue(first >= 1_000_000_000L, "asked after " + first + " ns");
  }

  @Test
  @DisplayName("R17 counts the delay of one that was taken over from its start")
  void takenOver() {
    long begun = begin(health(Kind.TCP, 3_600, 1, 3), Duration.ofMillis(3_599_700));

    Eventually.holds("ready", () -> heard.contains("ready") && !asked.isEmpty());

    assertTrue(asked.getFirst() - begun >= 300_000_000L);
  }

  @Test
  @DisplayName("of kind NONE is ready after the delay without being asked")
  void none() {
    begin(health(Kind.NONE, 0, 1, 3), Duration.ZERO);

    Eventually.holds("ready", () -> heard.contains("ready"));

    assertEquals(List.of(), asked);
  }

  @Test
  @DisplayName("over HTTP goes from ready to unready after failures in a row, and back")
  void upAndDown() {
    answer = "HTTP/1.1 503 Busy\r\n\r\n";
    begin(health(Kind.HTTP, 0, 2, 2), Duration.ZERO);
    Eventually.holds("two failures", () -> asked.size() >= 2);
    assertEquals(List.of(), heard);

    answer = "HTTP/1.1 302 Found\r\n\r\n";
    Eventually.holds("ready", () -> heard.equals(List.of("ready")));
    answer = "HTTP/1.1 500 Broken\r\n\r\n";
    Eventually.holds("unready", () -> heard.size() == 2);
    assertEquals("GET /health?deep=1 answered 500", heard.get(1));
    answer = "HTTP/1.0 204 None\r\n\r\n";
    Eventually.holds("ready again", () -> heard.size() == 3);
    assertEquals("ready", heard.get(2));
    assertTrue(requests.getFirst().startsWith("GET /health?deep=1 HTTP/1.1\r\n"));
    assertTrue(requests.getFirst().contains("User-Agent: sluice-probe\r\n"));
  }

  @Test
  @DisplayName("asks more often than its interval until the first success")
  void eager() {
    answer = "nonsense\r\n";
    var slow = new HealthCheck(Kind.HTTP, "/", 0, 60, 1, 1, 3);
    begin(slow, Duration.ZERO);

    Eventually.holds("several probes", () -> asked.size() >= 3);
  }

  @Test
  @DisplayName("notices a start at most an eighth of it too late, and asks a slow starter rarely")
  void eagerness() {
    assertEquals(Duration.ofMillis(10), ProbeLoop.eager(Duration.ZERO));
    assertEquals(Duration.ofMillis(10), ProbeLoop.eager(Duration.ofMillis(80)));
    assertEquals(Duration.ofMillis(25), ProbeLoop.eager(Duration.ofMillis(200)));
    assertEquals(Duration.ofMillis(200), ProbeLoop.eager(Duration.ofMinutes(2)));
  }

  @Test
  @DisplayName("says what was wrong: silence, nobody there, no HTTP")
  void reasons() throws IOException {
    var endpoint = new Endpoint("127.0.0.1", server.getLocalPort());
    var probe = Probe.of(health(Kind.HTTP, 0, 1, 1), endpoint);
    answer = "SSH-2.0-OpenSSH\r\n";
    assertEquals("GET /health?deep=1 was not answered in HTTP", probe.ask().orElseThrow());
    answer = "";
    assertEquals("no answer from " + endpoint + " within 1 s", probe.ask().orElseThrow());

    var nobody = new Endpoint("127.0.0.1", freePort());
    assertEquals(
        "nothing listens on " + nobody,
        Probe.of(health(Kind.TCP, 0, 1, 1), nobody).ask().orElseThrow());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
