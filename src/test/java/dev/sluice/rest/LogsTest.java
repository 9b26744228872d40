package dev.sluice.rest;

import static dev.sluice.rest.RunningApi.code;
import static dev.sluice.rest.RunningApi.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class LogsTest {
  private static final InstanceId FIRST = new InstanceId("shop-001-i1");
  private static final String STREAM = "text/event-stream";
  private final RunningApi api;

  LogsTest(@TempDir Path dataDir) throws IOException {
    this.api = new RunningApi(dataDir);
  }

  @BeforeEach
  void shop() throws Exception {
    api.withShop();
    api.engine.writeLog(FIRST, "one", "Two", "three \u00fc\r\u0007\u202e", "four");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static List<String> texts(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer.body());
    return tree(answer).path("items").values().stream()
        .map(line -> line.path("text").asString(""))
        .toList();
  }

  @Test
  @DisplayName("R70 a page has the newest lines first, each with what is known of it, and a cursor")
  void page() throws Exception {
    var answer = api.get("/logs?instance=shop-001-i1&limit=3");

    assertEquals(List.of("four", "three \u00fc\r\u0007\u202e", "Two"), texts(answer));
    var line = tree(answer).path("items").get(0);
    assertEquals("shop-001-i1", line.path("instance").asString(""));
    assertEquals("shop-001", line.path("version").asString(""));
    assertFalse(line.has("operation"));
    assertTrue(Instant.parse(line.path("at").asString("")).isAfter(Instant.EPOCH));
    assertEquals(3, tree(answer).path("total").intValue());
    String cursor = tree(answer).path("nextCursor").asString("");
    var next = api.get("/logs?instance=shop-001-i1&limit=3&cursor=" + cursor);
    assertEquals(List.of("one"), texts(next));
    assertFalse(tree(next).has("nextCursor"));
  }

  @Test
  @DisplayName("R70 text and time narrow a page; times may have any offset")
  void search() throws Exception {
    var items = tree(api.get("/logs?version=shop-001&service=shop")).path("items");
    var two = Instant.parse(items.get(2).path("at").asString(""));
    var four = Instant.parse(items.get(0).path("at").asString(""));
    String east = two.atOffset(ZoneOffset.ofHours(2)).toString().replace("+", "%2B");

    assertEquals(List.of("Two"), texts(api.get("/logs?version=shop-001&text=tWO")));
    assertEquals(
        List.of("three \u00fc\r\u0007\u202e", "Two"),
        texts(api.get("/logs?version=shop-001&since=" + east + "&until=" + four)));
    assertEquals(
        List.of("Two", "one"), texts(api.get("/logs?version=shop-001&text=o&until=" + four)));
  }

  @Test
  @DisplayName("R70 an operation has a log, also together with what it belongs to")
  void ofOperation() throws Exception {
    String query = "/logs?operation=op-000001&service=shop&version=shop-001";

    var lines = tree(api.get(query)).path("items");

    assertEquals("SUCCEEDED", lines.get(0).path("text").asString(""));
    for (var line : lines.values()) {
      assertEquals("op-000001", line.path("operation").asString(""));
    }
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limit=0                            | 400 | limit
          limit=5001                         | 400 | limit
          limit=ten                          | 400 | limit
          since=yesterday                    | 400 | since
          since=2026-01-31                   | 400 | since
          since=2026-01-31T12:00:00          | 400 | since
          since=1769860800                   | 400 | since
          until=2026-02-30T12:00:00Z         | 400 | until
          since=2026-01-31T12:00:00Z&until=2026-01-31T12:00:00Z | 400 | until
          cursor=17                          | 400 | cursor
          cursor=                            | 400 | cursor
          cursor=..%2F..%2Fetc               | 400 | cursor
          page=1                             | 400 | page
          Text=a                             | 400 | Text
          service=cart                       | 400 | service
          version=shop-002                   | 400 | version
          operation=op-000001                | 400 | instance
          instance=SHOP-001-I1               | 404 | SHOP-001-I1
          instance=shop-001-i99              | 404 | shop-001-i99
          """)
  @DisplayName("R70 a wrong parameter is named, with what is expected, for a page and for a stream")
  void wrong(String parameters, int status, String named) throws Exception {
    String query =
        parameters.startsWith("instance") ? parameters : "instance=shop-001-i1&" + parameters;
    for (String accepted : List.of("application/json", STREAM)) {
      var answer = api.get("/logs?" + query, "Accept", accepted);

      assertEquals(status, answer.statusCode(), answer.body());
      assertTrue(tree(answer).path("detail").asString("").contains(named), answer.body());
      assertFalse(tree(answer).path("action").asString("").isEmpty());
    }
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                   | 400 | wrongParameter
          service=nobody       | 404 | unknownService
          version=shop-009     | 404 | unknownVersion
          operation=op-999999  | 404 | unknownOperation
          operation=17         | 404 | unknownOperation
          operation=op-000001&version=shop-002 | 400 | wrongParameter
          """)
  @DisplayName("R70 a log of nothing that is there is refused, for a page and for a stream")
  void unknown(String query, int status, String code) throws Exception {
    for (String accepted : List.of("application/json", STREAM)) {
      var answer = api.get("/logs?" + query, "Accept", accepted);

      assertEquals(status, answer.statusCode(), answer.body());
      assertEquals(code, code(answer));
    }
  }

  /// Events as they come, comments left out.
  private static final class Events implements AutoCloseable {
    private final BufferedReader lines;

    Events(HttpResponse<java.io.InputStream> answer) {
      assertEquals(200, answer.statusCode());
      assertEquals(STREAM, answer.headers().firstValue("Content-Type").orElse(""));
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    record Event(String id, String type, JsonNode data) {
      String text() {
        return data.path("text").asString("");
      }
    }

    Event next() throws IOException {
      String id = "";
      String type = "";
      while (true) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("the stream has ended");
        }
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          return new Event(id, type, Json.mapper().readTree(line.substring(6)));
        }
      }
    }

    List<String> texts(int count) throws IOException {
      var texts = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        texts.add(next().text());
      }
      return texts;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private Events follow(String query, String... headers) throws Exception {
    var all = new ArrayList<>(List.of("Accept", STREAM));
    all.addAll(List.of(headers));
    return new Events(api.open("/api/v1/logs?" + query, all.toArray(String[]::new)));
  }

  @Test
  @DisplayName("R70 a stream begins with the last lines, oldest first, and goes on live")
  void stream() throws Exception {
    try (var events = follow("instance=shop-001-i1&limit=2")) {
      var first = events.next();
      assertEquals("log", first.type());
      assertEquals("three \u00fc\r\u0007\u202e", first.text());
      assertEquals(
          tree(api.get("/logs?instance=shop-001-i1&text=three")).path("items").get(0),
          first.data());
      assertEquals("four", events.next().text());

      api.engine.writeLog(FIRST, "five", "six");

      assertEquals(List.of("five", "six"), events.texts(2));
    }
  }

  @Test
  @DisplayName("R70 a stream goes on behind the event that its reader has seen last")
  void resumed() throws Exception {
    String seen;
    try (var events = follow("version=shop-001&limit=3")) {
      seen = events.next().id();
    }
    api.engine.writeLog(FIRST, "five");
    var missed = List.of("three \u00fc\r\u0007\u202e", "four", "five");

    try (var events = follow("version=shop-001&limit=1", "Last-Event-ID", seen)) {
      assertEquals(missed, events.texts(3));
    }
    try (var events = follow("version=shop-001&limit=1&cursor=" + seen)) {
      assertEquals(missed, events.texts(3));
    }
  }

  @Test
  @DisplayName("R70 the stream of an operation ends with it")
  void ends() throws Exception {
    try (var events = follow("operation=op-000001&limit=1")) {
      assertEquals("SUCCEEDED", events.next().text());
      assertEquals("end", events.next().type());
      assertThrows(IOException.class, events::next);
    }
  }

  @Test
  @DisplayName("R70 the API's description names the parameters and both kinds of answer")
  void described() throws Exception {
    var call = tree(api.get("/openapi.json")).path("paths").path("/api/v1/logs").path("get");

    var names =
        call.path("parameters").values().stream()
            .map(parameter -> parameter.path("name").asString(""))
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "cursor",
            "instance",
            "limit",
            "operation",
            "service",
            "since",
            "text",
            "until",
            "version"),
        names);
    assertTrue(call.path("responses").path("200").path("content").has(STREAM));
    assertTrue(call.path("responses").path("200").path("content").has("application/json"));
  }
}
