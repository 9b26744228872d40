package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scripts of `src/test/varnish`: a user agent and an origin that were not written by us.
class VarnishTest {
  private static final Path SCRIPTS = Path.of("src", "test", "varnish");

  @BeforeEach
  void require() {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "varnishtest")));
    assumeTrue(installed, "varnishtest is not installed (Debian: varnish)");
  }

  static List<Path> scripts() throws IOException {
    try (var found = Files.list(SCRIPTS)) {
      return found.filter(file -> file.toString().endsWith(".vtc")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  @DisplayName("varnishtest's user agent and origin agree on what passed between them")
  void agrees(Path script) throws Exception {
    var origin = GatewayFixture.freeEndpoint();
    try (var gateway = new GatewayFixture()) {
      int port = gateway.serve(origin).port();
      var process =
          new ProcessBuilder(
                  "varnishtest",
                  "-t",
                  "60",
                  "-Dgateway=127.0.0.1 " + port,
                  "-Dorigin=127.0.0.1 " + origin.port(),
                  script.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS), output);
      assertEquals(0, process.exitValue(), output);
    }
  }
}
