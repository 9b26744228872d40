package dev.sluice.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Answers the sample service's requests.
final class SampleHandler implements HttpHandler {
  private static final int STREAM_LINES = 10;
  private static final Duration STREAM_PAUSE = Duration.ofMillis(100);
  private static final int SLOWEST_MILLIS = 10 * 60 * 1000;

  private final SampleSettings settings;
  private final RandomGenerator random;
  private final PrintStream log;

  SampleHandler(SampleSettings settings, RandomGenerator random, PrintStream log) {
    this.settings = settings;
    this.random = random;
    this.log = log;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/healthz" -> send(exchange, 200, "text/plain", "ok\n");
        case "/echo" -> echo(exchange);
        case "/slow" -> slow(exchange);
        case "/stream" -> stream(exchange);
        case "/" -> root(exchange);
        default -> send(exchange, 404, "text/plain", "nothing here\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void root(HttpExchange exchange) throws IOException, InterruptedException {
    Thread.sleep(settings.latency());
    if (random.nextInt(100) < settings.errorPercent()) {
      log.println("error: answered 500 because SAMPLE_ERROR_PERCENT asks for it");
      send(exchange, 500, "application/json", self("error"));
    } else {
      send(exchange, 200, "application/json", self("ok"));
    }
  }

  private String self(String state) {
    return """
        {"service":"%s","version":"%s","revision":"%s","instance":"%s","pid":%d,"label":"%s","state":"%s"}
        """
        .formatted(
            escaped(settings.service()),
            escaped(settings.version()),
            escaped(settings.revision()),
            escaped(settings.instance()),
            ProcessHandle.current().pid(),
            escaped(settings.label()),
            state);
  }

  private static String escaped(String text) {
    var json = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
              } else if (c < ' ') {
                json.append("\\u%04x".formatted(c));
              } else {
                json.append((char) c);
              }
            });
    return json.toString();
  }

  private void slow(HttpExchange exchange) throws IOException, InterruptedException {
    var query = exchange.getRequestURI().getQuery();
    String text = query != null && query.startsWith("ms=") ? query.substring(3) : "";
    if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > SLOWEST_MILLIS) {
      send(exchange, 400, "text/plain", "give ?ms= as a number from 0 to " + SLOWEST_MILLIS + "\n");
      return;
    }
    Thread.sleep(Duration.ofMillis(Integer.parseInt(text)));
    send(exchange, 200, "application/json", self("ok"));
  }

  private static void echo(HttpExchange exchange) throws IOException {
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    exchange
        .getResponseHeaders()
        .set("Content-Type", type == null ? "application/octet-stream" : type);
    exchange.sendResponseHeaders(200, 0);
    exchange.getRequestBody().transferTo(exchange.getResponseBody());
  }

  private static void stream(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, 0);
    for (int line = 1; line <= STREAM_LINES; line++) {
      exchange.getResponseBody().write(("line " + line + "\n").getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      Thread.sleep(STREAM_PAUSE);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
