package dev.sluice.rest;

import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.Problem;
import dev.sluice.wire.Json;
import dev.sluice.wire.ProblemJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A whole answer.
///
/// @param body cannot be written to, and is read by who writes the answer
record Answer(int status, String contentType, Map<String, String> headers, ByteBuffer body) {
  private static final String JSON = "application/json";

  Answer {
    body = body.asReadOnlyBuffer();
  }

  static Answer ok(Object value) {
    return new Answer(200, JSON, Map.of(), json(value));
  }

  /// With the revision that a later change can be made conditional on.
  static Answer ok(Object value, Object revision) {
    return new Answer(200, JSON, Map.of("ETag", "\"" + revision + "\""), json(value));
  }

  static Answer noContent() {
    return new Answer(204, JSON, Map.of(), ByteBuffer.allocate(0));
  }

  static Answer accepted(Operation operation) {
    return new Answer(
        202, JSON, Map.of("Location", "/api/v1/operations/" + operation.id()), json(operation));
  }

  static Answer text(String contentType, String text) {
    return new Answer(
        200, contentType, Map.of(), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Answer problem(Problem problem) {
    return new Answer(
        problem.kind().status(),
        ProblemJson.CONTENT_TYPE,
        Map.of(),
        json(ProblemJson.write(problem)));
  }

  /// A problem whose status is none of [Problem.Kind]'s: only the HTTP face refuses so.
  static Answer problem(int status, Problem problem) {
    var members = ProblemJson.write(problem);
    members.put("status", status);
    return new Answer(status, ProblemJson.CONTENT_TYPE, Map.of(), json(members));
  }

  Answer with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, contentType, all, body);
  }

  private static ByteBuffer json(Object value) {
    return ByteBuffer.wrap(Json.bytes(value));
  }
}
