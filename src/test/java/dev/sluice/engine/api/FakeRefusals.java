package dev.sluice.engine.api;

import dev.sluice.domain.service.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The refusals of [FakeDeploymentEngine], worded as an engine words them.
final class FakeRefusals {
  private FakeRefusals() {}

  static ProblemException unknown(String what, Object value) {
    return refuse(
        Problem.Kind.NOT_FOUND,
        "unknown" + what,
        "There is no " + what.toLowerCase(Locale.ROOT) + " '" + value + "'.",
        "Check the name, or list what there is.",
        Map.of("value", value.toString()),
        "");
  }

  static ProblemException wrongCursor(String cursor) {
    return refuse(
        Problem.Kind.MALFORMED,
        "wrongCursor",
        "The parameter cursor cannot be '" + cursor + "'.",
        "Give the cursor that an earlier answer of the same kind ended with.",
        Map.of("cursor", cursor),
        "R70");
  }

  static ProblemException conflict(String code, String rule, String detail, String action) {
    return refuse(Problem.Kind.CONFLICT, code, detail, action, Map.of(), rule);
  }

  static ProblemException stale(String code, String rule, Object base, Object present) {
    return refuse(
        Problem.Kind.STALE,
        code,
        "This was made on revision " + base + ", but revision " + present + " is the present one.",
        "Read it again, look at what changed, and repeat your change.",
        Map.of("base", base.toString(), "present", present.toString()),
        rule);
  }

  static ProblemException notAllowed(List<Violation> fields) {
    return new ProblemException(
        new Problem(
            Problem.Kind.NOT_ALLOWED,
            "invalid",
            fields.getFirst().message(),
            "Correct the fields that are named and try again.",
            Map.of(),
            fields,
            fields.stream().map(Violation::rule).flatMap(Optional::stream).findFirst()));
  }

  private static ProblemException refuse(
      Problem.Kind kind,
      String code,
      String detail,
      String action,
      Map<String, String> arguments,
      String rule) {
    var named = rule.isEmpty() ? Optional.<String>empty() : Optional.of(rule);
    return new ProblemException(
        new Problem(kind, code, detail, action, arguments, List.of(), named));
  }
}
