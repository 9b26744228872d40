package dev.sluice.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A value that is looked for wherever it must not be.
class SecretsStayTest {
  /// In all secrets of [ServedShop], and in those below.
  private static final String CANARY = "canary";

  private static final String DRAFT =
      """
      {"artifact": {"kind": "command"}, "command": ["serve"], "scaling": {"min": 2, "max": 2},
       "health": {"kind": "NONE"}, "roll": {"deadlineSeconds": 10},
       "environment": [{"name": "KEY", "value": "canary-%s", "secret": true}, %s]}
      """;

  @TempDir Path directory;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  @DisplayName("R51 a secret is in no answer, event, refusal, log line and file")
  void nowhere() throws IOException {
    var root = Logger.getLogger("");
    var listening = new Listening();
    var before = root.getLevel();
    root.addHandler(listening);
    root.setLevel(Level.ALL);
    try (var shop = new ServedShop(directory)) {
      change(shop);
      read(shop);
      told.addAll(shop.events());
      assertTrue(shop.events().size() > 20, "events");
    } finally {
      root.removeHandler(listening);
      root.setLevel(before);
    }
    assertTrue(told.size() > 100, told.size() + " texts");
    assertEquals(List.of(), told.stream().filter(text -> text.contains(CANARY)).toList());
    for (var file : files()) {
      var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains(CANARY), file.toString());
    }
  }

  /// Succeeds, fails, is refused, goes back, and is copied.
  private void change(ServedShop shop) throws IOException {
    String good = DRAFT.formatted("good", variable("A", "1"));
    String failing = DRAFT.formatted("failing", variable("START", "fail-1"));
    String building = DRAFT.formatted("building", variable("BUILD", "fail"));
    String wrong = DRAFT.formatted("wrong", variable("PORT", "1"));
    redeploy(shop, good, 202);
    redeploy(shop, failing, 202);
    redeploy(shop, building, 202);
    redeploy(shop, wrong, 422);
    redeploy(shop, good.replace("\"secret\"", "\"sekret\""), 400);
    redeploy(shop, good.substring(0, good.indexOf("canary") + 9), 400);
    post(shop, "/services/shop/versions/shop-001:redeploy", body(good), 412, "If-Match: \"1\"");
    String asked = "{\"configuration\": %s}".formatted(failing);
    post(shop, "/services/shop/versions/shop-001:forecast", asked, 200);
    String draft = "{\"from\": \"version:shop-001\", \"configuration\": %s}".formatted(failing);
    post(shop, "/diff", draft, 200);
    String copy = "{\"copyOf\": {\"snapshot\": \"shop-001.1\"}, \"overrides\": %s}".formatted(good);
    post(shop, "/services/shop/versions", copy, 202);
    post(shop, "/services/shop/versions/shop-001:rollback", "{\"snapshot\": \"shop-001.1\"}", 202);
  }

  private static String variable(String name, String value) {
    return "{\"name\": \"%s\", \"value\": \"%s\"}".formatted(name, value);
  }

  private static String body(String configuration) {
    return "{\"configuration\": %s, \"remark\": \"why\"}".formatted(configuration);
  }

  private void redeploy(ServedShop shop, String configuration, int status) throws IOException {
    post(shop, "/services/shop/versions/shop-001:redeploy", body(configuration), status);
  }

  private void post(ServedShop shop, String path, String body, int status, String... headers)
      throws IOException {
    var all = new ArrayList<>(List.of(headers));
    all.add("Content-Type: application/json");
    var answer = shop.send("POST", path, body.getBytes(StandardCharsets.UTF_8), all);
    assertEquals(status, answer.status(), answer.text());
    told.add(answer.text());
    shop.settle(answer);
  }

  /// Everything that can be asked for.
  private void read(ServedShop shop) throws IOException {
    var paths = Json.mapper().readTree(shop.get("/openapi.json").text()).get("paths");
    for (var path : paths.properties()) {
      String template = path.getKey().replace("/api/v1", "");
      if (!path.getValue().path("get").isMissingNode() && !template.equals("/events")) {
        for (int number = 1; number <= 8; number++) {
          String asked =
              template
                  .replace("{service}", "shop")
                  .replace("{version}", number % 2 == 0 ? "shop-001" : "shop-003")
                  .replace("{snapshot}", "shop-001." + number)
                  .replace("{operation}", "op-%06d".formatted(number));
          told.add(shop.get(asked + query(template)).text());
        }
      }
    }
  }

  private static String query(String template) {
    return switch (template) {
      case "/diff" -> "?from=version:shop-001&to=snapshot:shop-001.1";
      case "/logs" -> "?service=shop";
      default -> "";
    };
  }

  private List<Path> files() throws IOException {
    try (var found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  private final class Listening extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      told.add(formatter.format(line));
    }

    @Override
    public void flush() {
      // Nothing is held.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
