package dev.sluice.engine.api;

import dev.sluice.domain.service.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a call was refused or failed, and what the operator can do. Over HTTP an RFC 9457 problem.
///
/// @param kind what sort of refusal it is; decides the HTTP status
/// @param code stable key, for example `unknownService`; `urn:sluice:problem:<code>` over HTTP, and
///   `problem.<code>` among the console's texts
/// @param detail one plain sentence in English: what was wrong, with the value
/// @param action one plain sentence in English: what to do
/// @param arguments the values that `detail` and `action` name, for texts in other languages
/// @param fields every field that is wrong, for [Kind#NOT_ALLOWED] and [Kind#MALFORMED]
/// @param rule the numbered rule that refused, for example `R3`
public record Problem(
    Kind kind,
    String code,
    String detail,
    String action,
    Map<String, String> arguments,
    List<Violation> fields,
    Optional<String> rule) {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z]\\w*)}");

  public Problem {
    arguments = Map.copyOf(arguments);
    fields = List.copyOf(fields);
  }

  /// One whose sentences name its arguments as `{name}`.
  public static Problem filled(
      Kind kind,
      String code,
      Map<String, String> arguments,
      String detail,
      String action,
      List<Violation> fields,
      Optional<String> rule) {
    return new Problem(
        kind, code, fill(detail, arguments), fill(action, arguments), arguments, fields, rule);
  }

  private static String fill(String sentence, Map<String, String> arguments) {
    return PLACE
        .matcher(sentence)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(arguments.getOrDefault(found.group(1), found.group())));
  }

  /// Sorts of refusal, each with its HTTP status.
  public enum Kind {
    MALFORMED(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    STALE(412),
    TOO_LARGE(413),
    NOT_ALLOWED(422),
    TOO_MANY(429),
    INTERNAL(500),
    /// the engine cannot be reached, is stopping, or its gateway does not answer
    UNAVAILABLE(503),
    NO_SPACE(507);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /// The HTTP status.
    public int status() {
      return status;
    }
  }
}
