package dev.sluice.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What the client says when the engine cannot be reached, is not one, or refuses.
class HttpFailuresTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final Duration SHORT = Duration.ofMillis(900);

  @TempDir Path dataDir;

  @Test
  @DisplayName("An engine that is not there is unavailable, in a plain sentence with its address")
  void unreachable() throws IOException {
    URI base;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      base = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    try (var client = new HttpDeploymentEngine(base, "token")) {
      var problem = problem(client::info);
      assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
      assertEquals("engineUnreachable", problem.code());
      assertTrue(problem.detail().contains(base.toString()), problem.detail());
      assertFalse(problem.action().isBlank());
    }
  }

  @Test
  @DisplayName("Something else that answers at the address is not mistaken for an engine")
  void notAnEngine() throws IOException {
    assertEquals(Problem.Kind.NOT_FOUND, answered(404, "<h1>Not here</h1>").kind());
    assertEquals("unexpectedAnswer", answered(502, "{\"type\":\"about:blank\"}").code());
    assertEquals("unreadableAnswer", answered(200, "<h1>Welcome</h1>").code());
    assertEquals(
        "unreadableAnswer", answered(200, "{\"items\":[{\"name\":7}],\"total\":1}").code());
  }

  @Test
  @DisplayName("A wrong token is a refusal, not a lost connection")
  void wrongToken() throws IOException {
    try (var served = ServedEngine.start(new FakeDeploymentEngine(), dataDir);
        var stranger = new HttpDeploymentEngine(served.client().address(), "guess")) {
      assertEquals(Problem.Kind.UNAUTHORIZED, problem(stranger::info).kind());
    }
  }

  @Test
  @DisplayName("R73 a problem comes out of the client exactly as the engine gave it")
  void sameProblem() throws IOException {
    var fields =
        List.of(
            new Violation(
                "port",
                "range",
                List.of("0", "1", "65535"),
                "0 is not a port: …",
                Optional.of("R15")),
            new Violation("remark", "tooLong", List.of("2000"), "太长", Optional.empty()));
    var engine = new FakeDeploymentEngine();
    try (var served = ServedEngine.start(engine, dataDir)) {
      for (var kind : Problem.Kind.values()) {
        var problem =
            new Problem(
                kind,
                "someCode",
                "Detail \"with\" <signs>\n",
                "Do something.",
                Map.of("name", "shop", "empty", ""),
                fields,
                Optional.of("R3"));
        engine.refuseNext(problem);
        assertEquals(problem, problem(() -> served.client().getService(SHOP)));
      }
    }
  }

  @Test
  @DisplayName("Waiting for an operation may take longer than one call, and ends with the limit")
  void longWait() throws IOException, InterruptedException {
    var engine = new FakeDeploymentEngine(FakeDeploymentEngine.Pace.ON_COMMAND);
    try (var served = ServedEngine.start(engine, dataDir);
        var client =
            new HttpDeploymentEngine(
                served.client().address(),
                Files.readString(dataDir.resolve("admin.token")).strip(),
                SHORT,
                Duration.ofSeconds(30))) {
      engine.createService(SHOP, true);
      var configuration =
          Configuration.of(new Artifact.Command(Optional.empty())).withCommand(List.of("run"));
      var origin = new NewVersion.Given(configuration, Optional.empty());
      var started = client.createVersion(SHOP, new NewVersion(origin, 0, ""));
      var after = client.awaitOperation(started.id(), Duration.ofMillis(1_500));
      assertEquals(Operation.State.RUNNING, after.state());
      var end = Thread.ofVirtual().start(() -> engine.finish(started.id()));
      assertEquals(
          Operation.State.SUCCEEDED,
          client.awaitOperation(started.id(), Duration.ofMinutes(20)).state());
      end.join();
    }
  }

  private static Problem answered(int status, String body) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var client = new HttpDeploymentEngine(base, "token")) {
      return problem(() -> client.listServices("", Page.Request.FIRST_TEN));
    } finally {
      server.stop(0);
    }
  }

  private static Problem problem(Executable call) {
    return assertThrows(ProblemException.class, call).problem();
  }
}
