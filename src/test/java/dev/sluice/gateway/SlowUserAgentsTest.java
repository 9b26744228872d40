package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
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
import org.junit.jupiter.api.Test;
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
  private long longest;

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
  @Test
  @DisplayName("1,000 user agents that take their answers slowly cost others nothing")
  void slowReaders() throws Exception {
    othersGoOn(List.of("-X", "-w", "512", "-y", "1024", "-n", "5", "-z", "32"), 5);
  }

  @Tag("gate")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-H", "-B"})
  @DisplayName("1,000 user agents that send slowly for a minute cost others nothing")
  void slowSendersForAMinute(String mode) throws Exception {
    othersGoOn(List.of(mode, "-i", "5"), 60);
  }

  private void othersGoOn(List<String> options, int seconds) throws Exception {
    try (var large = TestOrigin.of(SlowUserAgentsTest::serve);
        var quick = TestOrigin.prompt("quick");
        var gateway = new GatewayProcess(directory)) {
      var slow = start(route(gateway, large, quick).port(), options, seconds);
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
        System.out.printf(
            "%s: another waited %d ms at most, the gateway had %d MiB%n",
            options, TimeUnit.NANOSECONDS.toMillis(longest), gateway.peakMiB());
        assertTrue(gateway.peakMiB() < 250, gateway.peakMiB() + " MiB");
      } finally {
        slow.destroyForcibly().onExit().join();
      }
    }
  }

  /// @return the address of the version that the slow ones ask, because slowhttptest sends no other
  ///   Host; the service's name leads to the other version
  private static Endpoint route(GatewayProcess gateway, TestOrigin large, TestOrigin quick)
      throws Exception {
    var address = GatewayFixture.freeEndpoint();
    gateway.apply(
        GatewayFixture.service(
            GatewayFixture.percent(0, 100),
            version(1, address, large),
            version(2, GatewayFixture.freeEndpoint(), quick)));
    return address;
  }

  private static VersionRoute version(int number, Endpoint address, TestOrigin origin) {
    var name = GatewayFixture.version(number);
    return new VersionRoute(
        name, address, List.of(GatewayFixture.origin(name + "-a", origin)), false);
  }

  private static void serve(TestOrigin.Connection connection) throws IOException {
    while (!connection.readRequest().isEmpty()) {
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
      for (int sent = 0; sent < LARGE; sent += BLOCK.length()) {
        connection.send(BLOCK);
      }
    }
  }

  private void askOnce(GatewayProcess gateway) throws IOException {
    try (var client = new RawClient("127.0.0.1", gateway.port())) {
      for (int i = 0; i < 10; i++) {
        long begun = System.nanoTime();
        var answer = client.get("/quick", GatewayFixture.HOST);
        assertEquals(200, answer.status());
        assertEquals("quick", answer.body());
        longest = Math.max(longest, System.nanoTime() - begun);
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
