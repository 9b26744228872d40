package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A thousand user agents that are slow on purpose, played by slowhttptest.
@EnabledOnOs(value = OS.LINUX, disabledReason = "descriptors are counted in /proc")
class SlowUserAgentsTest {
  private static final int CONNECTIONS = 1_000;
  private static final long LIMIT_SECONDS = 60;

  /// More than the kernel keeps for a connection.
  private static final int LARGE = 16 << 20;

  private static final String BLOCK = "x".repeat(1 << 16);

  @TempDir Path directory;

  @BeforeEach
  void require() {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "slowhttptest")));
    assumeTrue(installed, "slowhttptest is not installed");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-H", "-B"})
  @DisplayName("1,000 user agents that send slowly (heads, bodies) cost others nothing")
  void slowSenders(String mode) throws Exception {
    othersGoOn(List.of(mode, "-i", "5"), 5);
  }

  /// Until the kernel's buffers are full, gigabytes pass; too much for a busy machine.
  @Tag("gate")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-X"})
  @DisplayName("1,000 user agents that take their answers slowly cost others nothing")
  void slowReaders(String mode) throws Exception {
    othersGoOn(List.of(mode, "-w", "512", "-y", "1024", "-n", "5", "-z", "32"), 5);
  }

  @Tag("gate")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-H", "-B"})
  @DisplayName("1,000 user agents that send slowly for a minute cost others nothing")
  void slowSendersForAMinute(String mode) throws Exception {
    othersGoOn(List.of(mode, "-i", "5"), 60);
  }

  private void othersGoOn(List<String> options, int seconds) throws Exception {
    try (var origin = TestOrigin.of(SlowUserAgentsTest::serve);
        var gateway = new GatewayProcess(directory)) {
      // By its address, because slowhttptest sends no other Host.
      var slow = start(gateway.serve(origin).port(), options, seconds);
      try {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (gateway.openDescriptors() < CONNECTIONS) {
          askOnce(gateway);
          assertTrue(slow.isAlive() && System.nanoTime() < end, () -> output());
        }
        long goOn = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < goOn && slow.isAlive()) {
          askOnce(gateway);
        }
        assertTrue(gateway.peakMiB() < 250, gateway.peakMiB() + " MiB");
      } finally {
        slow.destroyForcibly().onExit().join();
      }
    }
  }

  private static void serve(TestOrigin.Connection connection) throws IOException {
    for (String head = connection.readRequest(); !head.isEmpty(); head = connection.readRequest()) {
      if (head.startsWith("GET /quick")) {
        connection.send(TestOrigin.ok("quick"));
      } else {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
        for (int sent = 0; sent < LARGE; sent += BLOCK.length()) {
          connection.send(BLOCK);
        }
      }
    }
  }

  private static void askOnce(GatewayProcess gateway) throws IOException {
    try (var client = new RawClient("127.0.0.1", gateway.port())) {
      for (int i = 0; i < 10; i++) {
        var answer = client.get("/quick", GatewayFixture.HOST);
        assertEquals(200, answer.status());
        assertEquals("quick", answer.body());
      }
    }
  }

  private Process start(int port, List<String> options, int seconds) throws IOException {
    var command = new ArrayList<>(List.of("slowhttptest"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-c", "" + CONNECTIONS,
            "-r", "500",
            "-l", "" + (LIMIT_SECONDS + seconds),
            "-p", "" + LIMIT_SECONDS,
            "-u", "http://127.0.0.1:" + port + "/"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("slow.log").toFile())
        .start();
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("slow.log"));
    } catch (IOException e) {
      return "no output: " + e.getMessage();
    }
  }
}
