package dev.sluice.rest;

import static dev.sluice.rest.RunningApi.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
  private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/(\\w+)");
  private final RunningApi api;

  OpenApiTest(@TempDir Path dataDir) throws IOException {
    this.api = new RunningApi(dataDir);
  }

  @BeforeEach
  void shop() throws Exception {
    api.withShop();
    String draft = "{'artifact': {'kind': 'command'}, 'command': ['true'], 'port': 9001}";
    api.post(
        "/services/shop/versions/shop-001:redeploy",
        "{'configuration': " + draft + ", 'force': true}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  @DisplayName("every schema that is named is there")
  void references() throws Exception {
    var answer = api.get("/openapi.json");
    var schemas = tree(answer).path("components").path("schemas");

    var missing =
        REFERENCE
            .matcher(answer.body())
            .results()
            .map(found -> found.group(1))
            .filter(name -> !schemas.has(name))
            .distinct()
            .toList();

    assertEquals("3.1.0", tree(answer).path("openapi").asString(""));
    assertTrue(schemas.size() > 20);
    assertEquals(List.of(), missing);
  }

  @ParameterizedTest(name = "{0} is a {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /engine                                       | Engine
          /services                                     | ServiceList
          /services/shop                                | Service
          /services/shop/versions                       | VersionList
          /services/shop/versions/shop-001              | Version
          /services/shop/versions/shop-001/instances    | InstanceList
          /services/shop/versions/shop-001/snapshots    | SnapshotList
          /services/shop/versions/shop-001/snapshots/shop-001.1 | Snapshot
          /services/shop/traffic                        | Traffic
          /services/shop/traffic/history                | TrafficList
          /operations                                   | OperationList
          /audit                                        | AuditList
          /metrics/versions/shop-001                    | Metrics
          /metrics/versions/shop-001/series             | MetricSeries
          /metrics/services/shop?window=60              | MetricsList
          /logs?version=shop-001                        | LogLines
          /diff?from=version:shop-001&to=version:shop-002 | Diff
          /services/nobody                              | Problem
          """)
  @DisplayName("what is answered has the shape that is described")
  void shapes(String path, String schema) throws Exception {
    var schemas = tree(api.get("/openapi.json")).path("components").path("schemas");
    var wrong = new ArrayList<String>();

    check(tree(api.get(path)), schemas.path(schema), schemas, schema, wrong);

    assertEquals(List.of(), wrong);
  }

  private static void check(
      JsonNode value, JsonNode schema, JsonNode schemas, String at, List<String> wrong) {
    var reference = REFERENCE.matcher(schema.path("$ref").asString(""));
    if (reference.matches()) {
      check(value, schemas.path(reference.group(1)), schemas, at, wrong);
      return;
    }
    String type = schema.path("type").asString("any");
    boolean fits =
        switch (type) {
          case "string" -> value.isString();
          case "boolean" -> value.isBoolean();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          case String _ -> true;
        };
    if (!fits) {
      wrong.add(at + " is no " + type + ": " + value);
    }
    for (JsonNode element : value.isArray() ? value.values() : List.<JsonNode>of()) {
      check(element, schema.path("items"), schemas, at + "[]", wrong);
    }
    if (type.equals("object")) {
      checkFields(value, schema, schemas, at, wrong);
    }
  }

  private static void checkFields(
      JsonNode value, JsonNode schema, JsonNode schemas, String at, List<String> wrong) {
    for (var name : schema.path("required").values()) {
      if (!value.has(name.stringValue())) {
        wrong.add(at + "." + name.stringValue() + " is missing");
      }
    }
    for (var field : value.properties()) {
      var described = schema.path("properties").path(field.getKey());
      String place = at + "." + field.getKey();
      if (described.isMissingNode()) {
        wrong.add(place + " is not described");
      } else {
        check(field.getValue(), described, schemas, place, wrong);
      }
    }
  }
}
