package dev.sluice.wire;

import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Problems as RFC 9457 problem details.
public final class ProblemJson {
  public static final String CONTENT_TYPE = "application/problem+json";
  private static final String TYPE = "urn:sluice:problem:";

  private ProblemJson() {}

  /// The members of the JSON object, in order.
  public static Map<String, Object> write(Problem problem) {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", TYPE + problem.code());
    members.put("title", title(problem.kind()));
    members.put("status", problem.kind().status());
    members.put("detail", problem.detail());
    members.put("action", problem.action());
    problem.rule().ifPresent(rule -> members.put("rule", rule));
    if (!problem.fields().isEmpty()) {
      members.put("fields", problem.fields());
    }
    if (!problem.arguments().isEmpty()) {
      members.put("arguments", problem.arguments());
    }
    return members;
  }

  /// @param status of the answer, for a body that is not ours
  public static Problem read(int status, String body) {
    try {
      var node = Json.mapper().readTree(body);
      if (node.path("type").asString("").startsWith(TYPE)) {
        return read(node);
      }
    } catch (JacksonException e) {
      // Answered by something that is not an engine; said so below.
    }
    return new Problem(
        kind(status),
        "unexpectedAnswer",
        "The engine's address answered with status %d and no explanation.".formatted(status),
        "Check the address: something else may be listening there.",
        Map.of("status", Integer.toString(status)),
        List.of(),
        Optional.empty());
  }

  private static Problem read(JsonNode node) {
    var arguments = new HashMap<String, String>();
    node.path("arguments")
        .properties()
        .forEach(entry -> arguments.put(entry.getKey(), entry.getValue().asString("")));
    var fields = new ArrayList<Violation>();
    node.path("fields").values().forEach(field -> fields.add(Json.read(field, Violation.class)));
    return new Problem(
        kind(node.path("status").asInt(500)),
        node.path("type").stringValue().substring(TYPE.length()),
        node.path("detail").asString(""),
        node.path("action").asString(""),
        arguments,
        fields,
        Optional.of(node.path("rule")).filter(JsonNode::isString).map(JsonNode::stringValue));
  }

  private static Problem.Kind kind(int status) {
    for (var kind : Problem.Kind.values()) {
      if (kind.status() == status) {
        return kind;
      }
    }
    return status >= 500 ? Problem.Kind.INTERNAL : Problem.Kind.MALFORMED;
  }

  private static String title(Problem.Kind kind) {
    return switch (kind) {
      case MALFORMED -> "The request cannot be read";
      case UNAUTHORIZED -> "A token is needed";
      case FORBIDDEN -> "Not permitted";
      case NOT_FOUND -> "Not found";
      case CONFLICT -> "Not possible at present";
      case STALE -> "Changed in the meantime";
      case TOO_LARGE -> "Too large";
      case NOT_ALLOWED -> "A value is not allowed";
      case TOO_MANY -> "Too many requests";
      case INTERNAL -> "The engine failed";
      case UNAVAILABLE -> "Not available now";
      case NO_SPACE -> "No space left";
    };
  }
}
