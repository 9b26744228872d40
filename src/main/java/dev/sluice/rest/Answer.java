package dev.sluice.rest;

import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.Problem;
import dev.sluice.wire.Json;
import dev.sluice.wire.ProblemJson;
import java.util.LinkedHashMap;
import java.util.Map;

/// A whole answer.
record Answer(int status, String contentType, Map<String, String> headers, String body) {
  private static final String JSON = "application/json";

  static Answer ok(Object value) {
    return new Answer(200, JSON, Map.of(), Json.write(value));
  }

  /// With the revision that a later change can be made conditional on.
  static Answer ok(Object value, Object revision) {
    return new Answer(200, JSON, Map.of("ETag", "\"" + revision + "\""), Json.write(value));
  }

  static Answer noContent() {
    return new Answer(204, JSON, Map.of(), "");
  }

  static Answer accepted(Operation operation) {
    return new Answer(
        202,
        JSON,
        Map.of("Location", "/api/v1/operations/" + operation.id()),
        Json.write(operation));
  }

  static Answer text(String contentType, String text) {
    return new Answer(200, contentType, Map.of(), text);
  }

  static Answer problem(Problem problem) {
    return new Answer(
        problem.kind().status(),
        ProblemJson.CONTENT_TYPE,
        Map.of(),
        Json.write(ProblemJson.write(problem)));
  }

  /// A problem whose status is none of [Problem.Kind]'s: only the HTTP face refuses so.
  static Answer problem(int status, Problem problem) {
    var members = ProblemJson.write(problem);
    members.put("status", status);
    return new Answer(status, ProblemJson.CONTENT_TYPE, Map.of(), Json.write(members));
  }

  Answer with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, contentType, all, body);
  }
}
