package dev.sluice.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.wire.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Properties of every answer, whatever was asked. A failure prints the request; the same seed
/// sends the same requests.
class BadInputTest {
  private static final int FAILURES_SHOWN = 10;
  private static final long SEED = 20_261_123;
  private static final Pattern NAME = Pattern.compile("\\{[a-z]+}");
  private static final String JSON = "application/json";
  private static final List<String> TYPES =
      List.of(
          "application/json;charset=utf-16",
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          ";;;",
          "a".repeat(3_000));
  private static final List<String> CONDITIONS =
      List.of("\"1\"", "1", "*", "", "W/\"1\"", "\"-1\"", "\"999999999999999999\"", "9".repeat(99));
  private static final List<String> ODD_SEGMENTS =
      List.of("..", ".", ";a=b", "a;b", "", ":", "a:b", "shop:redeploy", "*");
  private static final List<String> ODD_ESCAPES =
      List.of("zz", "", "0", "c0%ae", "ff", "00", "u0041", "2e%2e");

  @TempDir Path directory;
  private final List<String> wrong = new ArrayList<>();

  private record Call(String method, String template, String id) {}

  @Test
  @DisplayName(
      "R73 whatever body a call is sent: no 5xx, and a refusal says why and changes nothing")
  void bodies() throws IOException {
    throwBodies(SEED, 40);
  }

  @Test
  @Tag("gate")
  @DisplayName("R73 whatever body a call is sent: the same, for long and from a new seed")
  void manyBodies() throws IOException {
    for (int i = 0; i < 20; i++) {
      throwBodies(System.nanoTime(), 60);
    }
  }

  private void throwBodies(long seed, int rounds) throws IOException {
    var random = new SplittableRandom(seed);
    for (var call : calls()) {
      try (var shop = new ServedShop(folder())) {
        for (int i = 0; i < rounds; i++) {
          throwBody(shop, call, random.split());
        }
      }
    }
    assertNothingWrong(seed);
  }

  private void throwBody(ServedShop shop, Call call, SplittableRandom random) throws IOException {
    var sent = new Mutations(random).mutate(any(GoodRequests.of(call.id()), random));
    var headers = new ArrayList<String>();
    boolean isJson = random.nextInt(10) > 0;
    headers.add("Content-Type: " + (isJson ? JSON : any(TYPES, random)));
    boolean isConditional = random.nextInt(10) == 0;
    if (isConditional) {
      headers.add("If-Match: " + any(CONDITIONS, random));
    }
    String path = filled(shop, call.template());
    var before = shop.state();
    var answer = shop.send(call.method(), path, sent.body(), headers);
    var request = new Request(call.method() + " " + path + " " + headers, sent);
    check(request, answer);
    if (GoodRequests.has(call.id()) && isJson && !isConditional) {
      checkDemand(request, answer);
    }
    if (answer.status() < 400) {
      shop.settle(answer);
    } else if (!before.equals(shop.state())) {
      wrong.add(request + " was refused and changed something: " + answer.text());
    }
  }

  @Test
  @DisplayName("R73 whatever stands in a path: no 5xx, and a refusal says what was wrong")
  void paths() throws IOException {
    var random = new SplittableRandom(SEED);
    try (var shop = new ServedShop(folder())) {
      var before = shop.state();
      for (var call : calls()) {
        for (int i = 0; i < 40 && call.template().contains("{"); i++) {
          String path =
              NAME.matcher(call.template())
                  .replaceAll(_ -> Matcher.quoteReplacement(segment(random)));
          var answer = shop.send(call.method(), path, new byte[0], List.of());
          check(new Request(call.method() + " " + path, nothing()), answer);
        }
      }
      assertEquals(before, shop.state());
    }
    assertNothingWrong(SEED);
  }

  @Test
  @DisplayName("R73 whatever parameters a question has: no 5xx, and a refusal says what was wrong")
  void parameters() throws IOException {
    var random = new SplittableRandom(SEED);
    try (var shop = new ServedShop(folder())) {
      var before = shop.state();
      for (var path : description(shop).get("paths").properties()) {
        var get = path.getValue().path("get");
        if (!get.isMissingNode() && !path.getKey().endsWith("/events")) {
          ask(shop, path.getKey().replace("/api/v1", ""), get, random);
        }
      }
      assertEquals(before, shop.state());
    }
    assertNothingWrong(SEED);
  }

  private void ask(ServedShop shop, String template, JsonNode get, SplittableRandom random)
      throws IOException {
    var names = new ArrayList<>(List.of("nobody", "", "PAGE"));
    for (var parameter : get.get("parameters")) {
      if (parameter.get("in").stringValue().equals("query")) {
        names.add(parameter.get("name").stringValue());
      }
    }
    // A long wait would be answered rightly, and late.
    names.remove("wait");
    for (int i = 0; i < 40; i++) {
      String target = filled(shop, template) + "?" + query(names, random);
      check(new Request("GET " + target, nothing()), shop.get(target));
    }
  }

  private static String query(List<String> names, SplittableRandom random) {
    var query = new ArrayList<String>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      query.add(any(names, random) + "=" + segment(random));
    }
    return String.join("&", query);
  }

  /// A text as it may stand in a path or a query, encoded rightly, wrongly, or not at all.
  private static String segment(SplittableRandom random) {
    String whole = random.nextBoolean() ? Values.text(random) : Values.number(random).toString();
    String text = whole.substring(0, Math.min(2_000, whole.length()));
    return switch (random.nextInt(6)) {
      case 0 -> text.replaceAll("[\\s\\p{Cntrl}]", "");
      case 1 -> text.replaceAll("[^a-z0-9.-]", "%2f");
      case 2 -> "%" + any(ODD_ESCAPES, random);
      case 3 -> any(ODD_SEGMENTS, random);
      default -> URLEncoder.encode(text, StandardCharsets.UTF_8);
    };
  }

  private static Mutations.Mutated nothing() {
    return new Mutations.Mutated(new byte[0], "", Mutations.Demand.PROPER);
  }

  private static <T> T any(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }

  private Path folder() throws IOException {
    return Files.createTempDirectory(directory, "engine");
  }

  private static JsonNode description(ServedShop shop) throws IOException {
    return Json.mapper().readTree(shop.get("/openapi.json").text());
  }

  /// All calls but questions, as the engine itself describes them.
  private List<Call> calls() throws IOException {
    var calls = new ArrayList<Call>();
    try (var shop = new ServedShop(folder())) {
      for (var path : description(shop).get("paths").properties()) {
        for (var method : path.getValue().properties()) {
          if (!method.getKey().equals("get")) {
            String name = method.getKey().toUpperCase(Locale.ROOT);
            String template = path.getKey().replace("/api/v1", "");
            String id = method.getValue().get("operationId").stringValue();
            calls.add(new Call(name, template, id));
          }
        }
      }
    }
    assertTrue(calls.size() > 15, calls.toString());
    return calls;
  }

  private static String filled(ServedShop shop, String template) {
    boolean isDeletion = template.endsWith("{version}");
    return template
        .replace("{service}", "shop")
        .replace("{version}", isDeletion ? "shop-002" : "shop-001")
        .replace("{snapshot}", "shop-001.1")
        .replace("{operation}", "op-000001")
        .replace("{instance}", template.contains("{instance}") ? shop.instance() : "");
  }

  private record Request(String line, Mutations.Mutated sent) {
    @Override
    public String toString() {
      String body = new String(sent.body(), StandardCharsets.UTF_8);
      return shortened(line)
          + (body.isEmpty() ? "" : " with " + shortened(body))
          + (sent.place().isEmpty() ? "" : " changed at " + shortened(sent.place()));
    }

    private static String shortened(String text) {
      return text.length() < 1_000 ? text : text.substring(0, 1_000) + "…";
    }
  }

  private void check(Request request, RawHttp.Answer answer) {
    var found = new ProperAnswer(answer).faults();
    if (!found.isEmpty()) {
      String text = Request.shortened(answer.text());
      wrong.add(request + " -> " + answer.status() + " " + found + " " + text);
    }
  }

  private void checkDemand(Request request, RawHttp.Answer answer) {
    var demand = request.sent().demand();
    if (demand == Mutations.Demand.PROPER) {
      return;
    }
    if (answer.status() != 400 && answer.status() != 422) {
      wrong.add(request + " -> " + answer.status() + ", but it had to be refused");
    } else if (demand == Mutations.Demand.NAMED
        && !new ProperAnswer(answer).names(request.sent().place())) {
      wrong.add(request + " -> does not name the field: " + answer.text());
    }
  }

  private void assertNothingWrong(long seed) {
    var shown = wrong.subList(0, Math.min(FAILURES_SHOWN, wrong.size()));
    assertTrue(
        wrong.isEmpty(),
        () -> "seed " + seed + ", " + wrong.size() + ":\n" + String.join("\n", shown));
  }
}
