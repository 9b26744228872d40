package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.gateway.control.GatewayHello;
import dev.sluice.platform.process.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogChoiceTest {
  @TempDir Path folder;

  @Test
  @DisplayName("all requests are logged, one in so many, or none")
  void choices() {
    assertEquals(new AccessLogChoice(1, 10, 5), AccessLogChoice.of("all", 10, 5));
    assertEquals(new AccessLogChoice(250, 1, 1), AccessLogChoice.of("1/250", 1, 1));
    assertNull(AccessLogChoice.of("off", 10, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "on", "1/0", "2/3", "1/-1", "10%", "1/99999999999"})
  @DisplayName("another wish is refused in a sentence")
  void refused(String which) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> AccessLogChoice.of(which, 10, 5));

    assertTrue(String.valueOf(refusal.getMessage()).startsWith("--access-log is "));
    assertThrows(IllegalArgumentException.class, () -> AccessLogChoice.of("all", 0, 5));
    assertThrows(IllegalArgumentException.class, () -> AccessLogChoice.of("all", 10, 0));
  }

  @Test
  @DisplayName(
      "a gateway logs as its engine wants; another wish replaces it, the same one does not")
  void replaced() throws Exception {
    var directory = Files.createDirectory(folder.resolve("data"));
    try {
      var logging = started(directory, new AccessLogChoice(1, 10, 5));
      var same = started(directory, new AccessLogChoice(1, 10, 5));
      ask(logging.port());
      Eventually.holds(
          "the request is logged",
          () -> Files.readString(directory.resolve("gateway-access.log")).contains("\"/asked\""));
      var silent = started(directory, null);

      assertEquals(logging.pid(), same.pid());
      assertNotEquals(logging.pid(), silent.pid());
      assertNull(silent.accessLog());
    } finally {
      gateway(directory, null).process().stop();
    }
  }

  private static GatewayHello started(Path directory, @Nullable AccessLogChoice choice)
      throws Exception {
    var gateway = gateway(directory, choice);
    gateway.start();
    return gateway.link().hello().orElseThrow();
  }

  private static GatewayOfEngine gateway(Path directory, @Nullable AccessLogChoice choice) {
    return new GatewayOfEngine(directory, new HostAndPort("127.0.0.1", 0), null, choice);
  }

  private static void ask(int port) throws Exception {
    try (var customer =
        new SteadyClient.Connection(URI.create("http://127.0.0.1:" + port), "nobody.localhost")) {
      assertEquals(404, customer.get("/asked?secret=1").status());
    }
  }
}
