package dev.sluice.domain.service;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The sentences of [Violation]s, each in one place. Codes are keys of the console's texts
/// (`violation.<code>`), so a code that is added here needs a text in every language there.
public final class Violations {
  private static final int SHOWN = 60;

  private Violations() {}

  public static Violation serviceName(String field, String value) {
    return of(
        field,
        "serviceName",
        "R1",
        "'%s' is not a service name: use 1 to 40 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen.",
        shown(value));
  }

  public static Violation required(String field) {
    return of(field, "required", "", "This field is needed and has no value.");
  }

  public static Violation range(String field, String rule, String value, long least, long most) {
    return of(
        field,
        "range",
        rule,
        "%s is not allowed here: use a whole number from %s to %s.",
        shown(value),
        Long.toString(least),
        Long.toString(most));
  }

  public static Violation minAboveMax(int min, int max) {
    return of(
        "scaling.min",
        "minAboveMax",
        "R15",
        "The least number of instances, %s, is above the greatest, %s.",
        Integer.toString(min),
        Integer.toString(max));
  }

  public static Violation commandNeeded() {
    return of(
        "command",
        "commandNeeded",
        "",
        "A command artifact needs the command that starts it, for example [\"node\", \"server.js\"].");
  }

  public static Violation tooLong(String field, int most) {
    return of(
        field, "tooLong", "", "Too long: at most %s characters are kept.", Integer.toString(most));
  }

  public static Violation tooMany(String field, int most) {
    return of(field, "tooMany", "", "Too many: at most %s.", Integer.toString(most));
  }

  public static Violation forbiddenCharacter(String field) {
    return of(
        field, "forbiddenCharacter", "", "Contains a NUL character, which cannot be passed on.");
  }

  public static Violation halfCharacter(String field) {
    return of(
        field,
        "halfCharacter",
        "",
        "Contains half of a character (a surrogate without its other half).");
  }

  public static Violation environmentName(String field, String value) {
    return of(
        field,
        "environmentName",
        "",
        "'%s' is not a name of an environment variable: use letters, digits and underscores, not starting with a digit.",
        shown(value));
  }

  public static Violation environmentReserved(String field, String value) {
    return of(
        field,
        "environmentReserved",
        "",
        "%s is set by the engine for every instance; choose another name.",
        shown(value));
  }

  public static Violation duplicate(String field, String value) {
    return of(field, "duplicate", "", "'%s' is there twice; keep one.", shown(value));
  }

  public static Violation resourcePair(String cpu, String memoryMiB, String allowed) {
    return of(
        "resources.memoryMiB",
        "resourcePair",
        "R14",
        "%s CPU cannot be paired with %s MiB; allowed for it: %s.",
        cpu,
        memoryMiB,
        allowed);
  }

  public static Violation resourceCpu(String cpu, String allowed) {
    return of(
        "resources.cpu",
        "resourceCpu",
        "R14",
        "%s CPU is not offered; choose one of %s.",
        cpu,
        allowed);
  }

  public static Violation healthPath(String value) {
    return of(
        "health.path",
        "healthPath",
        "",
        "'%s' is not a path to probe: it starts with '/' and has no spaces.",
        shown(value));
  }

  public static Violation healthTimeout() {
    return of(
        "health.timeoutSeconds",
        "healthTimeout",
        "",
        "The time-out of a probe must not be longer than the interval between probes.");
  }

  public static Violation notOneOf(String field, String value, List<String> allowed) {
    return of(
        field,
        "notOneOf",
        "",
        "'%s' is not known here; use one of %s.",
        shown(value),
        String.join(", ", allowed));
  }

  public static Violation notA(String field, String expected) {
    return of(field, "notA", "", "This must be %s.", expected);
  }

  public static Violation unknownField(String field) {
    return of(field, "unknownField", "", "There is no such field; check its spelling.");
  }

  public static Violation notHere(String field, String what) {
    return of(field, "notHere", "", "Artifacts of kind %s cannot run on this platform.", what);
  }

  public static Violation artifactSource(String field) {
    return of(
        field,
        "artifactSource",
        "",
        "Give either an upload (sha256:…) or a path, not both or none.");
  }

  public static Violation noSuchFile(String field, String path) {
    return of(
        field,
        "noSuchFile",
        "",
        "'%s' cannot be found or read on the engine's computer.",
        shown(path));
  }

  /// Of a draft or a rollback that was made on an older configuration (R46).
  public static Violation changedSince(String field, String before, String after) {
    return of(
        field,
        "changedSince",
        "R46",
        "Was '%s' then, and is '%s' now.",
        shown(before),
        shown(after));
  }

  public static Violation secretChangedSince(String field) {
    return of(field, "secretChangedSince", "R46", "This secret was changed since then.");
  }

  public static Violation percent(String field, String value) {
    return of(
        field,
        "percent",
        "R19",
        "%s is not a share: use a whole number from 0 to 100.",
        shown(value));
  }

  public static Violation percentSum(int sum) {
    return of(
        "percent",
        "percentSum",
        "R19",
        "The shares add up to %s; they must add up to 100, or to 0 to take the service off.",
        Integer.toString(sum));
  }

  public static Violation globClass(String field, String value) {
    return of(
        field,
        "globClass",
        "R29",
        "'%s' has a '[' without its ']'; for a literal bracket write '[[]'.",
        shown(value));
  }

  public static Violation samePriority(String field, int priority) {
    return of(
        field,
        "samePriority",
        "R27",
        "Two rules have priority %s; each needs its own, so that it is clear which is tried first.",
        Integer.toString(priority));
  }

  public static Violation headerName(String field, String value) {
    return of(
        field,
        "headerName",
        "R32",
        "'%s' is not the name of a header: use letters, digits and hyphens.",
        shown(value));
  }

  public static Violation timeOfDay(String field, String value) {
    return of(
        field, "timeOfDay", "R66", "'%s' is not a time of the day: write HH:MM.", shown(value));
  }

  public static Violation emptyWindow(String field) {
    return of(field, "emptyWindow", "R66", "The window ends when it begins; choose another end.");
  }

  public static Violation timeZone(String field, String value) {
    return of(
        field,
        "timeZone",
        "R66",
        "'%s' is not a time zone: write one such as Europe/Berlin or UTC.",
        shown(value));
  }

  public static Violation startTraffic(String value) {
    return of(
        "startTraffic",
        "startTraffic",
        "R8",
        "%s is not a start traffic: use 0 or 100.",
        shown(value));
  }

  public static Violation unknownVersion(String field, String value) {
    return of(
        field,
        "unknownVersion",
        "",
        "The service has no version '%s'; check its name.",
        shown(value));
  }

  private static Violation of(
      String field, String code, String rule, String format, String... arguments) {
    return new Violation(
        field,
        code,
        List.of(arguments),
        String.format(Locale.ROOT, format, (Object[]) arguments),
        rule.isEmpty() ? Optional.empty() : Optional.of(rule));
  }

  /// A value of somebody else's as it may stand in a sentence: short, and without characters that
  /// do something to a terminal.
  public static String shown(String value) {
    String clean = value.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "\uFFFD");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
  }
}
