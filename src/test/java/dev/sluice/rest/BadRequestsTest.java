package dev.sluice.rest;

import static dev.sluice.rest.RunningApi.code;
import static dev.sluice.rest.RunningApi.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadRequestsTest {
  private static final List<String> CALLS =
      List.of(
          "POST /services",
          "PATCH /services/shop",
          "POST /services/shop/versions",
          "POST /services/shop/versions:delete",
          "POST /services/shop/versions/shop-001:redeploy",
          "POST /services/shop/versions/shop-001:rollback",
          "POST /services/shop/versions/shop-001:restart",
          "POST /services/shop/versions/shop-001:forecast",
          "POST /diff",
          "PUT /services/shop/traffic",
          "POST /services/shop/traffic:restore");
  private final RunningApi api;

  BadRequestsTest(@TempDir Path dataDir) throws IOException {
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
  @DisplayName("no body, however bad, is the engine's fault or changes anything (R73)")
  void badBodies() throws Exception {
    int before = api.engine.events().size();
    var wrong = new ArrayList<String>();
    for (String call : CALLS) {
      for (String body : bodies()) {
        var answer = api.json(call.split(" ", 2)[0], call.split(" ", 2)[1], body);
        boolean refused = answer.statusCode() == 400 || answer.statusCode() == 422;
        if (!refused || tree(answer).path("action").asString("").isEmpty()) {
          wrong.add(call + " " + body + " -> " + answer.statusCode() + " " + answer.body());
        }
      }
    }

    assertEquals(List.of(), wrong);
    assertEquals(before, api.engine.events().size());
  }

  private static List<String> bodies() {
    String digits = "9".repeat(400);
    return List.of(
        "[]",
        "null",
        "17",
        "'text'",
        "{",
        "{} {}",
        "{'remark': 1}",
        "{'nobody': 'knows'}",
        "{'name': {}, 'names': {}, 'public': 'yes', 'percent': [], 'revision': 'x'}",
        "{'name': null, 'names': null, 'public': null, 'percent': null, 'remark': []}",
        "{'configuration': []}",
        "{'configuration': {'artifact': 5}, 'startTraffic': {}}",
        "{'configuration': {'artifact': {'kind': 'command'}, 'port': %s}}".formatted(digits),
        "{'configuration': {'resources': {'cpu': %s}}}".formatted(digits),
        "{'configuration': {'resources': {'cpu': 1e999999999}}}",
        "{'percent': {'shop-001': %s}}".formatted(digits),
        "{'revision': %s}".formatted(digits),
        "{'snapshot': '../../etc/passwd', 'from': 'file:/etc/passwd'}",
        "{'from': 'version:', 'to': 'snapshot:', 'names': [null]}",
        "[".repeat(50_000),
        "\u0000");
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /services?sort=name               | 400 | unknownParameter
          GET    | /services?page=-1                 | 400 | wrongParameter
          GET    | /services?size=1001               | 400 | wrongParameter
          GET    | /services?size=ten                | 400 | wrongParameter
          GET    | /services?page=99999999999999     | 400 | wrongParameter
          GET    | /services?query=%ff               | 400 | malformedRequest
          GET    | /events?since=1                   | 400 | unknownParameter
          GET    | /diff                             | 400 | malformed
          GET    | /diff?from=version:shop-001&to=x  | 400 | malformed
          GET    | /logs                             | 400 | wrongParameter
          GET    | /logs?version=shop-001&limit=0    | 400 | wrongParameter
          GET    | /operations?service=Nobody        | 404 | unknownService
          GET    | /metrics/versions/shop-001?window=x | 400 | wrongParameter
          GET    | /services/nobody                  | 404 | unknownService
          GET    | /services/SHOP                    | 404 | unknownService
          GET    | /services/shop/versions/other-001 | 404 | unknownVersion
          GET    | /services/shop/versions/shop-999999999 | 404 | unknownVersion
          GET    | /services/shop/versions/shop-001/snapshots/none | 404 | unknownSnapshot
          GET    | /operations/none                  | 404 | unknownOperation
          GET    | /nothing                          | 404 | unknownCall
          GET    | /services/                        | 404 | unknownCall
          POST   | /services/shop:defrost            | 404 | unknownCall
          DELETE | /services                         | 405 | wrongMethod
          POST   | /engine                           | 405 | wrongMethod
          POST   | /events                           | 405 | wrongMethod
          POST   | /openapi.json                     | 405 | wrongMethod
          """)
  @DisplayName("what cannot be answered is refused by its own code and status")
  void refusals(String method, String path, int status, String code) throws Exception {
    var answer = api.call(method, "/api/v1" + path, "");

    assertEquals(status, answer.statusCode());
    assertEquals(code, code(answer));
    assertEquals(status, tree(answer).path("status").intValue());
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    assertFalse(tree(answer).path("action").asString("").isEmpty());
  }

  @Test
  @DisplayName("a wrong method is told the right ones")
  void allow() throws Exception {
    var answer = api.call("PUT", "/api/v1/services/shop", "");

    assertEquals("DELETE, GET, PATCH", answer.headers().firstValue("Allow").orElse(""));
  }

  @Test
  @DisplayName("a body that is not JSON by its type is refused")
  void mediaType() throws Exception {
    var answer = api.call("POST", "/api/v1/services", "name=web", "Content-Type", "text/xml");

    assertEquals(415, answer.statusCode());
    assertEquals("wrongContentType", code(answer));
  }

  @Test
  @DisplayName("JSON may say its character set")
  void charset() throws Exception {
    var answer =
        api.post("/services", "{'name': 'web'}", "Content-Type", "Application/JSON; charset=utf-8");

    assertEquals(200, answer.statusCode());
  }

  @Test
  @DisplayName("a body above one mebibyte is refused as too large")
  void tooLarge() throws Exception {
    var answer = api.post("/services", "{'name': '" + "a".repeat(1 << 20) + "'}");

    assertEquals(413, answer.statusCode());
    assertEquals("tooLarge", code(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/services/%2e%2e%2fengine HTTP/1.1\nHost: HOST\n\n",
        "GET /api/v1/services/%zz HTTP/1.1\nHost: HOST\n\n",
        "GET /api/v1/services/a%00b HTTP/1.1\nHost: HOST\n\n",
        "GET nonsense HTTP/1.1\nHost: HOST\n\n",
        "GET /healthz HTTP/1.1\n\n",
        "nonsense\n\n",
        "POST /api/v1/services HTTP/1.1\nHost: HOST\nContent-Length: 3\nTransfer-Encoding: chunked\n\n"
      })
  @DisplayName("what is not HTTP as it should be gets a problem and no page of the server's")
  void notHttp(String request) throws Exception {
    String answer = api.raw(request.replace("HOST", "127.0.0.1:" + api.port));

    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains("urn:sluice:problem:malformedRequest"), answer);
    assertFalse(answer.toLowerCase(Locale.ROOT).contains("jetty"), answer);
  }

  @Test
  @DisplayName("a chunk that is none is the caller's mistake")
  void badChunk() throws Exception {
    String answer =
        api.raw(
            """
            POST /api/v1/services HTTP/1.1
            Host: 127.0.0.1:%d
            Authorization: Bearer %s
            Transfer-Encoding: chunked

            zz
            """
                .formatted(api.port, api.token));

    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
  }

  @Test
  @DisplayName("a call that is refused before its body has come leaves the connection usable")
  void unreadBody() throws Exception {
    String head = "%s HTTP/1.1\nHost: 127.0.0.1:" + api.port + "\n%s";
    String refused =
        head.formatted("POST /api/v1/services", "Content-Type: text/plain\nContent-Length: 2\n");
    String token = "Authorization: Bearer " + api.token + "\n";

    String answers =
        api.raw(
            refused + token + "\n",
            "{}" + head.formatted("GET /api/v1/engine", token) + "Connection: close\n\n");

    assertTrue(answers.startsWith("HTTP/1.1 415 "), answers);
    assertTrue(answers.contains("HTTP/1.1 200 "), answers);
  }
}
