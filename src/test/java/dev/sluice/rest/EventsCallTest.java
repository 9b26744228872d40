package dev.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventsCallTest {
  private final RunningApi api;

  EventsCallTest(@TempDir Path dataDir) throws IOException {
    this.api = new RunningApi(dataDir);
  }

  @BeforeEach
  void shop() throws Exception {
    api.withShop();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  @DisplayName("a stream that resumes begins right behind the last event seen, without a gap")
  void resumes() throws Exception {
    int newest = api.engine.events().size();

    try (var stream = api.open("/api/v1/events", "Last-Event-ID", "1").body()) {
      var lines = fields(stream, "id", newest - 1);

      assertEquals(
          api.engine.events().stream().skip(1).map(e -> Long.toString(e.number())).toList(), lines);
    }
  }

  @Test
  @DisplayName("a stream that resumes says so first")
  void resumed() throws Exception {
    try (var stream = api.open("/api/v1/events", "Last-Event-ID", "1").body()) {
      assertEquals(List.of("resumed", "serviceChanged"), firstAndNextService(stream));
    }
  }

  private static List<String> firstAndNextService(InputStream stream) throws IOException {
    var seen = new ArrayList<>(fields(stream, "event", 1));
    String next = "";
    while (!next.equals("serviceChanged")) {
      next = fields(stream, "event", 1).getFirst();
    }
    seen.add(next);
    return seen;
  }

  @Test
  @DisplayName("who has missed events is told to read everything anew")
  void reset() throws Exception {
    api.engine.forgetEvents(3);

    for (String last : List.of("1", "999999", "-1")) {
      try (var stream = api.open("/api/v1/events", "Last-Event-ID", last).body()) {
        assertEquals(List.of("reset"), fields(stream, "event", 1));
      }
    }
  }

  @Test
  @DisplayName("a change arrives at who is listening")
  void live() throws Exception {
    try (var stream = api.open("/api/v1/events").body()) {
      assertEquals(List.of("reset"), fields(stream, "event", 1));

      api.post("/services", "{'name': 'web'}");

      assertEquals(List.of("serviceChanged"), fields(stream, "event", 1));
    }
  }

  @Test
  @DisplayName("a place in the stream that is no number is malformed")
  void noNumber() throws Exception {
    assertEquals(400, api.get("/events", "Last-Event-ID", "yesterday").statusCode());
  }

  @Test
  @DisplayName("an open stream does not keep the engine from stopping")
  void stops() throws Exception {
    HttpResponse<InputStream> open = api.open("/api/v1/events");
    fields(open.body(), "event", 1);

    assertTimeoutPreemptively(Duration.ofSeconds(2), api::stop);
    assertThrows(IOException.class, () -> fields(open.body(), "event", 1));
  }

  /// The next `count` values of a field. Reads byte by byte, so that nothing is taken from the
  /// stream that a later call needs.
  private static List<String> fields(InputStream stream, String field, int count)
      throws IOException {
    var values = new ArrayList<String>();
    while (values.size() < count) {
      String line = line(stream);
      if (line.startsWith(field + ": ")) {
        values.add(line.substring(field.length() + 2));
      }
    }
    return values;
  }

  private static String line(InputStream stream) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int next = stream.read(); next != '\n'; next = stream.read()) {
      if (next < 0) {
        throw new IOException("the stream has ended");
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
