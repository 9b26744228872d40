package dev.sluice.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleServiceTest {
  @TempDir Path state;

  private record Run(int exit, String log, String errors) {}

  private Run run(Map<String, String> settings) throws Exception {
    var environment = new HashMap<>(settings);
    environment.putIfAbsent("SAMPLE_STATE_DIR", state.toString());
    var log = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    int exit =
        SampleService.run(
            environment,
            new PrintStream(log, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8));
    return new Run(
        exit, log.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  private static int freePort() throws Exception {
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  @Test
  @DisplayName(
      "the answer names version, revision, instance and label; the other paths do as they say")
  void answers() throws Exception {
    int port = freePort();
    var environment =
        Map.of(
            "PORT", Integer.toString(port),
            "SLUICE_VERSION", "shop-001",
            "SLUICE_REVISION", "4",
            "SLUICE_INSTANCE", "shop-001-a",
            "SAMPLE_LABEL", "blue \"one\"",
            "SAMPLE_EXIT_AFTER_MS", "4000");
    var run = new CompletableFuture<Run>();
    var _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    run.complete(run(environment));
                  } catch (Exception e) {
                    run.completeExceptionally(e);
                  }
                });
    try (var client = HttpClient.newHttpClient()) {
      var root = get(client, port, "/");
      for (var part :
          List.of(
              "\"version\":\"shop-001\"", "\"revision\":\"4\"", "shop-001-a", "blue \\\"one\\\"")) {
        assertTrue(root.contains(part), root);
      }
      assertEquals("ok\n", get(client, port, "/healthz"));
      assertTrue(get(client, port, "/slow?ms=10").contains("shop-001"));
      assertTrue(get(client, port, "/slow?ms=x").contains("give ?ms="));
      assertEquals(10, get(client, port, "/stream").lines().count());
      var echo =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/echo"))
              .POST(HttpRequest.BodyPublishers.ofString("hello"))
              .build();
      assertEquals("hello", client.send(echo, HttpResponse.BodyHandlers.ofString()).body());
    }
    var ended = run.get(10, TimeUnit.SECONDS);
    assertEquals(3, ended.exit());
    assertTrue(ended.log().startsWith("started: shop-001 revision 4"), ended.log());
  }

  private static String get(HttpClient client, int port, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    for (; ; ) {
      try {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      } catch (java.net.ConnectException e) {
        if (System.nanoTime() > limit) {
          throw e;
        }
      }
    }
  }

  @Test
  @DisplayName("only the n-th start of a version and revision fails")
  void failingStart() throws Exception {
    var exits = new ArrayList<Integer>();
    for (int start = 1; start <= 3; start++) {
      exits.add(
          run(Map.of(
                  "PORT", Integer.toString(freePort()),
                  "SLUICE_VERSION", "shop-001",
                  "SLUICE_REVISION", "2",
                  "SAMPLE_FAIL_START", "2",
                  "SAMPLE_EXIT_AFTER_MS", "1"))
              .exit());
    }
    assertEquals(List.of(3, 1, 3), exits);
  }

  @Test
  @DisplayName("a bad variable ends with code 2 and a sentence that names it")
  void badVariables() throws Exception {
    for (var name :
        List.of("PORT", "SAMPLE_FAIL_START", "SAMPLE_ERROR_PERCENT", "SAMPLE_LATENCY_MS")) {
      var environment = new HashMap<>(Map.of("PORT", "1234"));
      environment.put(name, "many");
      var ended = run(environment);
      assertEquals(2, ended.exit());
      assertTrue(ended.errors().contains(name + " is 'many'"), ended.errors());
    }
    assertTrue(run(Map.of()).errors().contains("PORT is not set"));
  }
}
