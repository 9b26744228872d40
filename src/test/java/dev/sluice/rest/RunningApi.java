package dev.sluice.rest;

import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The HTTP face on a port of its own, in front of an engine in memory, with the one shop of
/// [#withShop].
final class RunningApi implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  final String token;
  final int port;
  private final ApiServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  RunningApi(Path dataDir) throws IOException {
    var admin = AdminToken.openOrCreate(dataDir);
    token = Files.readString(admin.file());
    server = new ApiServer(engine, "127.0.0.1", 0, admin);
    port = server.start();
  }

  /// Version `shop-001` with all traffic, `shop-002` with none.
  RunningApi withShop() throws IOException, InterruptedException {
    post("/services", "{'name': 'shop'}");
    String command = "{'artifact': {'kind': 'command'}, 'command': ['true'], 'port': %d}";
    String body = "{'configuration': " + command + ", 'startTraffic': %d}";
    post("/services/shop/versions", body.formatted(9001, 100));
    post("/services/shop/versions", body.formatted(9002, 0));
    return this;
  }

  void stop() {
    server.stop();
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return call("GET", "/api/v1" + path, "", headers);
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return json("POST", path, body, headers);
  }

  /// @param body with single quotes for double ones
  HttpResponse<String> json(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var all = Stream.concat(Stream.of("Content-Type", "application/json"), Arrays.stream(headers));
    return call(method, "/api/v1" + path, body.replace('\'', '"'), all.toArray(String[]::new));
  }

  HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        request(method, path, body, headers), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  HttpResponse<InputStream> open(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request("GET", path, "", headers), BodyHandlers.ofInputStream());
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    var publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .method(method, publisher);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  /// What the server answers to these very bytes; lines end with LF here.
  String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      var bytes = request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static JsonNode tree(HttpResponse<String> answer) {
    return Json.mapper().readTree(answer.body());
  }

  static String code(HttpResponse<String> answer) {
    return tree(answer).path("type").asString("").replace("urn:sluice:problem:", "");
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.stop();
  }
}
