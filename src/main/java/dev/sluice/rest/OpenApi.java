package dev.sluice.rest;

import dev.sluice.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The API's description, made from the routes that are served, so that it cannot be out of date.
final class OpenApi {
  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

  private static final Map<String, Object> TEXT = Map.of("schema", Map.of("type", "string"));

  /// The call whose answer also comes as a stream.
  private static final String FOLLOWED = "readLogs";

  private OpenApi() {}

  static String describe(List<Route> routes) {
    var paths = new TreeMap<String, Map<String, Object>>();
    for (var route : routes) {
      paths
          .computeIfAbsent("/api/v1" + route.template(), _ -> new TreeMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    paths.put("/api/v1/events", Map.of("get", events()));
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Sluice engine", "version", "1"));
    document.put("security", List.of(Map.of("token", List.of())));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            Schemas.all(),
            "securitySchemes",
            Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
    return Json.write(document);
  }

  private static Map<String, Object> operation(Route route) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", route.id());
    operation.put("parameters", parameters(route));
    if (!route.request().isEmpty()) {
      boolean bytes = route.request().equals("Bytes");
      operation.put(
          "requestBody",
          Map.of(
              "content",
              bytes
                  ? Map.of("application/octet-stream", Map.of())
                  : Map.of("application/json", schema(route.request()))));
    }
    operation.put("responses", responses(route));
    return operation;
  }

  private static Map<String, Object> responses(Route route) {
    var responses = new TreeMap<String, Object>();
    var content = new TreeMap<String, Object>();
    content.put("application/json", schema(route.response()));
    if (route.id().equals(FOLLOWED)) {
      content.put("text/event-stream", TEXT);
    }
    boolean starts = route.response().equals("Operation") && !route.method().equals("GET");
    if (route.response().isEmpty()) {
      responses.put("204", Map.of("description", "Done."));
    } else {
      responses.put(
          starts ? "202" : "200",
          Map.of(
              "description",
              starts ? "Recorded and started." : "As asked for.",
              "content",
              content));
    }
    responses.put(
        "default",
        Map.of(
            "description",
            "Refused; nothing was changed.",
            "content",
            Map.of("application/problem+json", schema("Problem"))));
    return responses;
  }

  private static List<Map<String, Object>> parameters(Route route) {
    var parameters = new ArrayList<Map<String, Object>>();
    NAME.matcher(route.template())
        .results()
        .forEach(name -> parameters.add(parameter(name.group(1), "path", true)));
    route.parameters().forEach(name -> parameters.add(parameter(name, "query", false)));
    return parameters;
  }

  private static Map<String, Object> parameter(String name, String in, boolean required) {
    return Map.of("name", name, "in", in, "required", required, "schema", Map.of("type", "string"));
  }

  private static Map<String, Object> schema(String name) {
    return Map.of("schema", Map.of("$ref", "#/components/schemas/" + name));
  }

  private static Map<String, Object> events() {
    return Map.of(
        "operationId",
        "followEvents",
        "parameters",
        List.of(parameter("Last-Event-ID", "header", false)),
        "responses",
        Map.of(
            "200",
            Map.of(
                "description",
                "Every change, as it happens.",
                "content",
                Map.of("text/event-stream", TEXT))));
  }
}
