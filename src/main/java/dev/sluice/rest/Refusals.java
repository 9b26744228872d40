package dev.sluice.rest;

import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.Problem.Kind;
import dev.sluice.engine.api.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the HTTP face itself refuses, before the engine hears of it.
final class Refusals {
  private static final String CONFIGURATION = "configuration";
  private static final String OVERRIDES = "overrides";

  private Refusals() {}

  static ProblemException noToken() {
    return of(
        Kind.UNAUTHORIZED,
        "unauthorized",
        Map.of(),
        "The request carries no token that this engine knows.",
        "Send 'Authorization: Bearer TOKEN' with the token from the engine's admin.token file.");
  }

  static ProblemException foreignHost(String host) {
    return of(
        Kind.FORBIDDEN,
        "foreignHost",
        Map.of("host", shown(host)),
        "This engine does not answer to the name '{host}'.",
        "Use the address that the engine printed when it started, or start it with '--name {host}'.");
  }

  static ProblemException needsTls() {
    return of(
        Kind.MALFORMED,
        "needsTls",
        Map.of(),
        "This address speaks TLS only; the request came in the clear.",
        "Use https:// in place of http://.");
  }

  static ProblemException foreignOrigin(String origin) {
    return of(
        Kind.FORBIDDEN,
        "foreignOrigin",
        Map.of("origin", shown(origin)),
        "Pages of '{origin}' may not use this engine.",
        "Call the engine from a program, not from a web page.");
  }

  static ProblemException noSuchCall(String path) {
    return of(
        Kind.NOT_FOUND,
        "unknownCall",
        Map.of("path", shown(path)),
        "There is nothing at '{path}'.",
        "Look at /api/v1/openapi.json for what there is.");
  }

  static Answer wrongMethod(String method, String allowed) {
    var problem =
        of(
            Kind.MALFORMED,
            "wrongMethod",
            Map.of("method", shown(method), "allowed", allowed),
            "{method} is not possible here.",
            "Use one of: {allowed}.");
    return Answer.problem(405, problem.problem()).with("Allow", allowed);
  }

  static Answer wrongContentType(String given) {
    var problem =
        of(
            Kind.MALFORMED,
            "wrongContentType",
            Map.of("type", shown(given)),
            "A body of type '{type}' is not understood here.",
            "Send JSON, with 'Content-Type: application/json'.");
    return Answer.problem(415, problem.problem());
  }

  /// What the server under us refused, before there was a request to speak of.
  static Answer unreadable(int status) {
    var problem =
        status >= 500
            ? of(
                Kind.INTERNAL,
                "engineFailed",
                Map.of(),
                "The engine failed.",
                "Look into the engine's log.")
            : of(
                Kind.MALFORMED,
                "malformedRequest",
                Map.of(),
                "The request is not HTTP as it should be.",
                "Check the request's line, headers and length.");
    return Answer.problem(status, problem.problem());
  }

  static ProblemException tooManyGuesses() {
    return of(
        Kind.TOO_MANY,
        "tooManyGuesses",
        Map.of(),
        "Too many requests with a wrong token are waiting.",
        "Take the token from the engine's admin.token file.");
  }

  static ProblemException malformedPath() {
    return of(
        Kind.MALFORMED,
        "malformedRequest",
        Map.of(),
        "The query or the body is not encoded as it should be.",
        "Encode names and values as in a URL, in UTF-8.");
  }

  /// The revision that the request was made conditional on is not the present one.
  static ProblemException stale(String what, long base, long now) {
    return of(
        Kind.STALE,
        "stale",
        Map.of("base", Long.toString(base), "what", what, "revision", Long.toString(now)),
        "The request is for revision {base} of {what}, which is at revision {revision} now.",
        "Look at what changed since, and ask again.");
  }

  /// The same refusal for a request that gave its configuration as `overrides` of a copy.
  static ProblemException inOverrides(ProblemException refused) {
    var problem = refused.problem();
    var fields =
        problem.fields().stream()
            .map(
                field -> {
                  var inside = field.from(CONFIGURATION);
                  return inside.equals(field) ? field : inside.within(OVERRIDES);
                })
            .toList();
    String detail = problem.detail();
    return new ProblemException(
        new Problem(
            problem.kind(),
            problem.code(),
            detail.startsWith(CONFIGURATION + ".")
                ? OVERRIDES + detail.substring(CONFIGURATION.length())
                : detail,
            problem.action(),
            problem.arguments(),
            fields,
            problem.rule()));
  }

  static ProblemException tooLarge(int most) {
    return of(
        Kind.TOO_LARGE,
        "tooLarge",
        Map.of("most", Integer.toString(most)),
        "The body is larger than {most} bytes.",
        "Send less at once; bytes of archives go to /api/v1/artifacts.");
  }

  static ProblemException wrongParameter(String name, String value, String expected) {
    return of(
        Kind.MALFORMED,
        "wrongParameter",
        Map.of("name", name, "value", shown(value), "expected", expected),
        "The parameter {name} cannot be '{value}'.",
        "Give {expected}.");
  }

  static ProblemException unknownParameter(String name) {
    return of(
        Kind.MALFORMED,
        "unknownParameter",
        Map.of("name", shown(name)),
        "There is no parameter '{name}' here.",
        "Check its spelling against /api/v1/openapi.json.");
  }

  static ProblemException notFound(String what, String name) {
    return of(
        Kind.NOT_FOUND,
        "unknown" + what,
        Map.of(what.toLowerCase(Locale.ROOT), shown(name)),
        "There is no %1$s '{%1$s}'.".formatted(what.toLowerCase(Locale.ROOT)),
        "Check its spelling.");
  }

  static ProblemException failed(String id) {
    return of(
        Kind.INTERNAL,
        "internal",
        Map.of("id", id),
        "The engine failed in a way it should not ({id}).",
        "Look for {id} in the engine's log.");
  }

  private static String shown(String value) {
    return Violations.shown(value);
  }

  private static ProblemException of(
      Kind kind, String code, Map<String, String> arguments, String detail, String action) {
    return new ProblemException(
        Problem.filled(kind, code, arguments, detail, action, List.of(), Optional.empty()));
  }
}
