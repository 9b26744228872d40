package dev.sluice.client;

import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.wire.Json;
import dev.sluice.wire.ProblemJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Sends requests to one engine and reads its answers; problems come back as the exception they
/// were.
final class HttpCalls implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(40);

  private final HttpClient client;
  private final URI base;
  private final String token;

  /// @param base without a path, for example `http://127.0.0.1:7400`
  /// @param pinned the certificate to trust, for `https`
  HttpCalls(URI base, String token, Optional<Fingerprint> pinned) {
    this.base = base;
    this.token = token;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    pinned.map(PinnedTrust::to).ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  URI base() {
    return base;
  }

  <T> T get(String path, Class<T> type) {
    return read(send("GET", path, BodyPublishers.noBody(), Optional.empty(), ANSWER), type);
  }

  <T> T get(String path, Class<T> type, Duration more) {
    var limit = ANSWER.plus(more);
    return read(send("GET", path, BodyPublishers.noBody(), Optional.empty(), limit), type);
  }

  JsonNode tree(String path) {
    return parse(send("GET", path, BodyPublishers.noBody(), Optional.empty(), ANSWER));
  }

  <T> T change(String method, String path, Object body, Class<T> type) {
    return change(method, path, body, Optional.empty(), type);
  }

  /// @param revision for `If-Match`
  <T> T change(String method, String path, Object body, Optional<Long> revision, Class<T> type) {
    return read(send(method, path, json(body), revision, ANSWER), type);
  }

  JsonNode post(String path, Object body) {
    return parse(send("POST", path, json(body), Optional.empty(), ANSWER));
  }

  JsonNode upload(InputStream bytes) {
    var publisher = BodyPublishers.ofInputStream(() -> bytes);
    return parse(send("POST", "/artifacts", publisher, Optional.empty(), Duration.ofMinutes(30)));
  }

  void delete(String path) {
    var _ = send("DELETE", path, BodyPublishers.noBody(), Optional.empty(), ANSWER);
  }

  <T> T delete(String path, Class<T> type) {
    return read(send("DELETE", path, BodyPublishers.noBody(), Optional.empty(), ANSWER), type);
  }

  /// Opens the stream of events; the body has no end.
  HttpResponse<InputStream> events(Optional<Long> after) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve("/api/v1/events"))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    after.ifPresent(number -> request.header("Last-Event-ID", Long.toString(number)));
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  /// Opens a stream of server-sent events; the body may have no end.
  ///
  /// @throws ProblemException when it is refused, or the engine cannot be reached
  InputStream stream(String path) {
    var request =
        HttpRequest.newBuilder(base.resolve("/api/v1" + path))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream")
            .build();
    try {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      throw refusal(answer);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  /// What an answer that is no stream says.
  static ProblemException refusal(HttpResponse<InputStream> answer) throws IOException {
    try (var body = answer.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new ProblemException(ProblemJson.read(answer.statusCode(), text));
    }
  }

  private static BodyPublisher json(Object body) {
    return BodyPublishers.ofString(Json.write(body), StandardCharsets.UTF_8);
  }

  private String send(
      String method, String path, BodyPublisher body, Optional<Long> revision, Duration limit) {
    var request =
        HttpRequest.newBuilder(base.resolve("/api/v1" + path))
            .timeout(limit)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body);
    revision.ifPresent(number -> request.header("If-Match", "\"" + number + "\""));
    HttpResponse<String> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
    if (answer.statusCode() >= 300) {
      throw new ProblemException(ProblemJson.read(answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  private <T> T read(String body, Class<T> type) {
    try {
      return Json.read(body, type);
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  /// @throws ProblemException when `node` is not of that type
  <T> T read(JsonNode node, Class<T> type) {
    try {
      return Json.read(node, type);
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  private JsonNode parse(String body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  /// What is the matter when it could not be asked.
  ProblemException unreachable(Exception cause) {
    return unreachable(base, cause);
  }

  /// What is the matter with an engine that could not be asked.
  static ProblemException unreachable(URI base, Exception cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof PinnedTrust.OtherCertificate) {
        return wrongCertificate(base, cause);
      }
    }
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "engineUnreachable",
            "The engine at %s cannot be reached.".formatted(base),
            "Check that it is running; the console connects again by itself.",
            Map.of("address", base.toString()),
            List.of(),
            Optional.empty()),
        cause);
  }

  private static ProblemException wrongCertificate(URI base, Exception cause) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAUTHORIZED,
            "wrongCertificate",
            "The engine at %s shows another certificate; the connection was refused."
                .formatted(base),
            "Ask whoever runs the engine for its fingerprint, then compare it under Engines.",
            Map.of("address", base.toString()),
            List.of(),
            Optional.empty()),
        cause);
  }

  /// What is the matter with an answer that is none.
  ProblemException unreadable(Exception cause) {
    return new ProblemException(
        new Problem(
            Problem.Kind.INTERNAL,
            "unreadableAnswer",
            "The answer of the engine at %s cannot be read.".formatted(base),
            "Check that console and engine are of versions that fit together.",
            Map.of("address", base.toString()),
            List.of(),
            Optional.empty()),
        cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
