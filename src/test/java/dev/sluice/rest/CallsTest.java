package dev.sluice.rest;

import static dev.sluice.rest.RunningApi.code;
import static dev.sluice.rest.RunningApi.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallsTest {
  private static final String VERSION = "/services/shop/versions/shop-001";
  private static final String DRAFT =
      "{'configuration': {'artifact': {'kind': 'command'}, 'command': ['true'], 'port': 9001,"
          + " 'remark': 'new'}}";
  private final RunningApi api;

  CallsTest(@TempDir Path dataDir) throws IOException {
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
  @DisplayName("a started operation is answered with 202 and where to find it")
  void accepted() throws Exception {
    var answer = api.post(VERSION + ":redeploy", DRAFT);

    assertEquals(202, answer.statusCode());
    String id = tree(answer).path("id").asString("");
    assertEquals("/api/v1/operations/" + id, answer.headers().firstValue("Location").orElse(""));
    var ended = tree(api.get("/operations/" + id + "?wait=5"));
    assertEquals("SUCCEEDED", ended.path("state").asString(""));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST   | /services/shop/versions/shop-001:redeploy | DRAFT
          POST   | /services/shop/versions/shop-001:restart  | {}
          POST   | /services/shop/versions/shop-001:rollback | {'snapshot': 'shop-001.1'}
          DELETE | /services/shop/versions/shop-002          | {}
          PATCH  | /services/shop                            | {'public': false}
          DELETE | /services/shop                            | {}
          PUT    | /services/shop/traffic                    | {'percent': {'shop-002': 100}}
          POST   | /services/shop/traffic:restore            | {'revision': 1}
          """)
  @DisplayName("R46 a change made on another revision is refused as stale and changes nothing")
  void stale(String method, String path, String body) throws Exception {
    int before = api.engine.events().size();

    for (String revision : List.of("\"0\"", "\"77\"", "\"99999999999\"")) {
      var answer = api.json(method, path, body.replace("DRAFT", DRAFT), "If-Match", revision);
      assertEquals(412, answer.statusCode(), revision + answer.body());
    }
    assertEquals(before, api.engine.events().size());
  }

  @Test
  @DisplayName("a change made on the revision that the last answer told is made")
  void present() throws Exception {
    String tag = api.get("/services/shop/traffic").headers().firstValue("ETag").orElse("");

    var answer =
        api.json(
            "PUT", "/services/shop/traffic", "{'percent': {'shop-002': 100}}", "If-Match", tag);

    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(100, tree(answer).path("percent").path("shop-002").intValue());
  }

  @Test
  @DisplayName("a condition that is no revision is malformed, and a star is met by any")
  void conditions() throws Exception {
    assertEquals(400, api.post(VERSION + ":restart", "", "If-Match", "W/\"1\"").statusCode());
    assertEquals(202, api.post(VERSION + ":restart", "", "If-Match", "*").statusCode());
  }

  @Test
  @DisplayName("R59 of several deletions one refusal does not stop the rest")
  void deletions() throws Exception {
    var answer =
        api.post(
            "/services/shop/versions:delete",
            "{'names': ['shop-001', 'other-001', 'shop-002', 'shop-002']}");

    var results = tree(answer).path("results");
    assertEquals(3, results.size());
    assertEquals("REFUSED", results.get(0).path("outcome").asString(""));
    assertEquals("R58", results.get(0).path("problem").path("rule").asString(""));
    assertEquals("REFUSED", results.get(1).path("outcome").asString(""));
    assertEquals("DELETED", results.get(2).path("outcome").asString(""));
    assertEquals(404, api.get("/services/shop/versions/shop-002").statusCode());
  }

  @Test
  @DisplayName("a list says how many there are and where it goes on")
  void pages() throws Exception {
    api.post("/services", "{'name': 'web'}");

    var first = tree(api.get("/services?size=1"));
    var second = tree(api.get("/services?size=1&cursor=" + first.path("nextCursor").asString("")));

    assertEquals(2, first.path("total").intValue());
    assertEquals("shop", first.path("items").get(0).path("name").asString(""));
    assertEquals("web", second.path("items").get(0).path("name").asString(""));
    assertTrue(second.path("nextCursor").isMissingNode());
  }

  @Test
  @DisplayName("R70 logs of a service are those of all its instances, within the limit")
  void logs() throws Exception {
    var all = tree(api.get("/logs?service=shop&limit=10")).path("items");
    var one = tree(api.get("/logs?service=shop&version=shop-002")).path("items");

    assertEquals(2, all.size());
    assertEquals(1, one.size());
    assertTrue(one.get(0).path("instance").asString("").startsWith("shop-002"));
  }

  @Test
  @DisplayName("a secret is never answered")
  void secrets() throws Exception {
    String secret = "{'name': 'KEY', 'value': 's3cr3t', 'secret': true}";
    var redeploy =
        api.post(
            VERSION + ":redeploy",
            DRAFT.replace("'port'", "'environment': [" + secret + "], 'port'"));
    var version = api.get(VERSION);

    var variable = tree(version).path("configuration").path("environment").get(0);
    assertTrue(variable.path("value").isNull());
    assertTrue(variable.path("secret").booleanValue());
    for (HttpResponse<String> answer : List.of(redeploy, version, api.get("/operations"))) {
      assertTrue(!answer.body().contains("s3cr3t"), answer.body());
    }
  }

  @Test
  @DisplayName("HEAD is GET without the body")
  void head() throws Exception {
    var answer = api.call("HEAD", "/api/v1/services/shop", "");

    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
    assertTrue(answer.headers().firstValue("ETag").isPresent());
  }

  @Test
  @DisplayName("metrics are Prometheus text about what there is")
  void prometheus() throws Exception {
    var text = api.call("GET", "/metrics", "").body();

    assertTrue(text.contains("\nsluice_services 1\n"), text);
    assertTrue(
        text.contains(
            "sluice_version_instances{service=\"shop\",version=\"shop-001\",state=\"ready\"} 1\n"));
  }

  @Test
  @DisplayName("an upload is stored once and counted")
  void upload() throws Exception {
    var answer = api.call("POST", "/api/v1/artifacts", "bytes", "Content-Type", "application/zip");

    assertEquals(5, tree(answer).path("size").intValue());
    assertTrue(tree(answer).path("upload").asString("").startsWith("sha256:"));
  }

  @Test
  @DisplayName("what the engine refuses arrives with its code and rule")
  void refusal() throws Exception {
    var answer = api.call("DELETE", "/api/v1/services/shop", "");

    assertEquals(409, answer.statusCode());
    assertEquals("serviceHasVersions", code(answer));
    assertEquals("R3", tree(answer).path("rule").asString(""));
  }
}
