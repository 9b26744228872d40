package dev.sluice.rest;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.Problem.Kind;
import dev.sluice.engine.api.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the HTTP face itself refuses, before the engine hears of it.
final class Refusals {
  private Refusals() {}

  static ProblemException noToken() {
    return of(
        Kind.UNAUTHORIZED,
        "unauthorized",
        "The request carries no token that this engine knows.",
        "Send 'Authorization: Bearer TOKEN' with the token from the engine's admin.token file.");
  }

  static ProblemException foreignHost(String host) {
    return of(
        Kind.FORBIDDEN,
        "foreignHost",
        "This engine does not answer to the name '%s'.".formatted(host),
        "Use the address that the engine printed when it started.");
  }

  static ProblemException foreignOrigin(String origin) {
    return of(
        Kind.FORBIDDEN,
        "foreignOrigin",
        "Pages of '%s' may not use this engine.".formatted(origin),
        "Call the engine from a program, not from a web page.");
  }

  static ProblemException noSuchCall(String path) {
    return of(
        Kind.NOT_FOUND,
        "unknownCall",
        "There is nothing at '%s'.".formatted(path),
        "Look at /api/v1/openapi.json for what there is.");
  }

  static Answer wrongMethod(String method, String allowed) {
    var problem =
        of(
            Kind.MALFORMED,
            "wrongMethod",
            "%s is not possible here.".formatted(method),
            "Use one of: " + allowed + ".");
    return Answer.problem(problem.problem(), 405).with("Allow", allowed);
  }

  static Answer notJson(String type) {
    var problem =
        of(
            Kind.MALFORMED,
            "notJson",
            "The body is of type '%s', but JSON is needed here.".formatted(type),
            "Send JSON, with 'Content-Type: application/json'.");
    return Answer.problem(problem.problem(), 415);
  }

  /// @param why what is wrong with the request line or the headers
  static Answer unreadable(int status, String why) {
    var problem =
        of(
            status == 413 ? Kind.TOO_LARGE : Kind.MALFORMED,
            "unreadableRequest",
            "The request cannot be read: %s.".formatted(why),
            "Check the address, the method and the headers.");
    return Answer.problem(problem.problem(), status);
  }

  static ProblemException tooManyTries() {
    return of(
        Kind.TOO_MANY,
        "tooManyTries",
        "Too many requests with a wrong token.",
        "Wait some seconds, and use the token from the engine's admin.token file.");
  }

  static ProblemException repeatedParameter(String name) {
    return of(
        Kind.MALFORMED,
        "repeatedParameter",
        "The parameter '%s' is there more than once.".formatted(name),
        "Give it once.");
  }

  static ProblemException unreadableQuery() {
    return of(
        Kind.MALFORMED,
        "unreadableQuery",
        "The query of the address cannot be decoded.",
        "Encode it in UTF-8, with % and two hexadecimal digits for each special byte.");
  }

  static ProblemException notDeleted(VersionName version, Operation operation) {
    return of(
        Kind.CONFLICT,
        "notDeleted",
        "%s was not deleted: %s."
            .formatted(
                version,
                operation
                    .problem()
                    .map(Failure::message)
                    .orElse(operation.id() + " is " + operation.state())),
        "Look at operation %s.".formatted(operation.id()));
  }

  static ProblemException tooLarge(int most) {
    return of(
        Kind.TOO_LARGE,
        "tooLarge",
        "The body is larger than %d bytes.".formatted(most),
        "Send less at once; bytes of archives go to /api/v1/artifacts.");
  }

  static ProblemException wrongParameter(String name, String value, String expected) {
    return of(
        Kind.MALFORMED,
        "wrongParameter",
        "The parameter %s cannot be '%s'.".formatted(name, value),
        "Give " + expected + ".");
  }

  static ProblemException unknownParameter(String name) {
    return of(
        Kind.MALFORMED,
        "unknownParameter",
        "There is no parameter '%s' here.".formatted(name),
        "Check its spelling against /api/v1/openapi.json.");
  }

  static ProblemException notFound(String what, String name) {
    return of(
        Kind.NOT_FOUND,
        "unknown" + what,
        "There is no %s '%s'.".formatted(what.toLowerCase(Locale.ROOT), name),
        "Check its spelling.");
  }

  static ProblemException failed(String id) {
    return of(
        Kind.INTERNAL,
        "internal",
        "The engine failed in a way it should not (%s).".formatted(id),
        "Look for %s in the engine's log.".formatted(id));
  }

  private static ProblemException of(Kind kind, String code, String detail, String action) {
    return new ProblemException(
        new Problem(kind, code, detail, action, Map.of(), List.of(), Optional.empty()));
  }
}
