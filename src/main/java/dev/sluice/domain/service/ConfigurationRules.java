package dev.sluice.domain.service;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a configuration may hold. The engine refuses by these rules and the console shows them
/// while typing: same rules, same words.
///
/// @param resources the pairs of CPU and memory that are offered (R14)
/// @param mostInstances the greatest `scaling.max` (R15)
/// @param artifactKinds the kinds of artifact the platform can run
public record ConfigurationRules(
    ResourceTable resources, int mostInstances, Set<String> artifactKinds) {
  /// R15.
  public static final int MOST_INSTANCES = 50;

  /// Set by the engine for every instance, so not free for an operator.
  public static final Set<String> RESERVED =
      Set.of(
          "PORT",
          "SLUICE_SERVICE",
          "SLUICE_VERSION",
          "SLUICE_INSTANCE",
          "SLUICE_REVISION",
          "SLUICE_RUN",
          "SLUICE_ENGINE");

  /// Limits that no rule names; generous for people, small for a machine.
  static final int MOST_ARGUMENTS = 200;

  static final int MOST_VARIABLES = 200;
  static final int MOST_CONDITIONS = 20;
  static final int MOST_WINDOWS = 50;
  static final int LONGEST_TEXT = 32_768;

  /// Of a configuration, and of what somebody says to a call.
  public static final int LONGEST_REMARK = 2_000;

  static final int DAY = 86_400;

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
  private static final Pattern PROBE_PATH = Pattern.compile("/[!-~]{0,1000}");
  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  public ConfigurationRules {
    artifactKinds = Set.copyOf(artifactKinds);
  }

  /// Everything that is wrong with `configuration`, in the order of its fields; empty when it is
  /// allowed.
  public List<Violation> check(Configuration configuration) {
    var found = new ArrayList<Violation>();
    checkArtifact(configuration, found);
    checkCommand(configuration.command(), found);
    checkRange("port", "R15", configuration.port(), 1, 65_535, found);
    checkEnvironment(configuration.environment(), found);
    resources.check(configuration.resources()).ifPresent(found::add);
    checkScaling(configuration.scaling(), found);
    checkHealth(configuration.health(), found);
    checkRoll(configuration.roll(), found);
    checkRange("stop.drainSeconds", "", configuration.stop().drainSeconds(), 0, 3_600, found);
    checkRange("stop.graceSeconds", "", configuration.stop().graceSeconds(), 0, 3_600, found);
    checkLogs(configuration.logs(), found);
    checkText("remark", configuration.remark(), LONGEST_REMARK, found);
    return found;
  }

  private void checkArtifact(Configuration configuration, List<Violation> found) {
    var artifact = configuration.artifact();
    if (!artifactKinds.contains(artifact.kind())) {
      found.add(Violations.notHere("artifact.kind", artifact.kind()));
      return;
    }
    switch (artifact) {
      case Artifact.Command command -> {
        command.directory().ifPresent(d -> checkText("artifact.directory", d, 4_096, found));
        requireCommand(configuration, found);
      }
      case Artifact.Archive archive -> {
        checkSource(archive.source(), found);
        requireCommand(configuration, found);
      }
      case Artifact.Jar jar -> checkSource(jar.source(), found);
      case Artifact.Image image -> checkText("artifact.reference", image.reference(), 512, found);
    }
  }

  private static void requireCommand(Configuration configuration, List<Violation> found) {
    if (configuration.command().isEmpty() || configuration.command().getFirst().isBlank()) {
      found.add(Violations.commandNeeded());
    }
  }

  private static void checkSource(Artifact.Source source, List<Violation> found) {
    switch (source) {
      case Artifact.Upload upload -> {
        if (!DIGEST.matcher(upload.digest()).matches()) {
          found.add(Violations.notA("artifact.upload", "sha256: and 64 hexadecimal digits"));
        }
      }
      case Artifact.Path path -> {
        if (path.path().isBlank()) {
          found.add(Violations.required("artifact.path"));
        }
        checkText("artifact.path", path.path(), 4_096, found);
      }
    }
  }

  private static void checkCommand(List<String> command, List<Violation> found) {
    if (command.size() > MOST_ARGUMENTS) {
      found.add(Violations.tooMany("command", MOST_ARGUMENTS));
    }
    for (int i = 0; i < command.size(); i++) {
      checkText("command[" + i + "]", command.get(i), LONGEST_TEXT, found);
    }
  }

  private static void checkEnvironment(
      List<EnvironmentVariable> environment, List<Violation> found) {
    if (environment.size() > MOST_VARIABLES) {
      found.add(Violations.tooMany("environment", MOST_VARIABLES));
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < environment.size(); i++) {
      var variable = environment.get(i);
      String field = "environment[" + i + "]";
      if (!VARIABLE.matcher(variable.name()).matches()) {
        found.add(Violations.environmentName(field + ".name", variable.name()));
      } else if (RESERVED.contains(variable.name())) {
        found.add(Violations.environmentReserved(field + ".name", variable.name()));
      } else if (!seen.add(variable.name())) {
        found.add(Violations.duplicate(field + ".name", variable.name()));
      }
      if (variable.value().isEmpty()) {
        found.add(Violations.required(field + ".value"));
      }
      variable.value().ifPresent(v -> checkText(field + ".value", v, LONGEST_TEXT, found));
    }
  }

  private void checkScaling(Scaling scaling, List<Violation> found) {
    int before = found.size();
    checkRange("scaling.min", "R15", scaling.min(), 0, mostInstances, found);
    checkRange("scaling.max", "R15", scaling.max(), 1, mostInstances, found);
    if (found.size() == before && scaling.min() > scaling.max()) {
      found.add(Violations.minAboveMax(scaling.min(), scaling.max()));
    }
    for (int i = 0; i < scaling.conditions().size(); i++) {
      var condition = scaling.conditions().get(i);
      int most = condition.metric() == Scaling.Metric.IN_FLIGHT ? 100_000 : 100;
      checkRange("scaling.conditions[" + i + "].above", "", condition.above(), 1, most, found);
    }
    if (scaling.conditions().size() > MOST_CONDITIONS) {
      found.add(Violations.tooMany("scaling.conditions", MOST_CONDITIONS));
    }
    if (scaling.windows().size() > MOST_WINDOWS) {
      found.add(Violations.tooMany("scaling.windows", MOST_WINDOWS));
    }
    for (int i = 0; i < scaling.windows().size(); i++) {
      checkWindow("scaling.windows[" + i + "].", scaling, scaling.windows().get(i), found);
    }
  }

  /// R66: more than the least, not more than the greatest.
  private static void checkWindow(
      String field, Scaling scaling, Scaling.Window window, List<Violation> found) {
    checkRange(field + "count", "R66", window.count(), scaling.min() + 1, scaling.max(), found);
    if (window.days().isEmpty()) {
      found.add(Violations.required(field + "days"));
    }
    for (String day : new TreeSet<>(window.days())) {
      if (!Scaling.Window.DAYS.contains(day)) {
        found.add(Violations.notOneOf(field + "days", day, Scaling.Window.DAYS));
      }
    }
    if (!TIME.matcher(window.from()).matches()) {
      found.add(Violations.timeOfDay(field + "from", window.from()));
    }
    if (!TIME.matcher(window.to()).matches()) {
      found.add(Violations.timeOfDay(field + "to", window.to()));
    } else if (window.to().equals(window.from())) {
      found.add(Violations.emptyWindow(field + "to"));
    }
    if (!ZoneId.getAvailableZoneIds().contains(window.zone())) {
      found.add(Violations.timeZone(field + "zone", window.zone()));
    }
  }

  private static void checkHealth(HealthCheck health, List<Violation> found) {
    if (health.kind() == HealthCheck.Kind.HTTP && !PROBE_PATH.matcher(health.path()).matches()) {
      found.add(Violations.healthPath(health.path()));
    }
    checkRange("health.initialDelaySeconds", "", health.initialDelaySeconds(), 0, 3_600, found);
    checkRange("health.intervalSeconds", "", health.intervalSeconds(), 1, 3_600, found);
    checkRange("health.timeoutSeconds", "", health.timeoutSeconds(), 1, 600, found);
    checkRange("health.successes", "", health.successes(), 1, 100, found);
    checkRange("health.failures", "", health.failures(), 1, 100, found);
    if (health.timeoutSeconds() > health.intervalSeconds()) {
      found.add(Violations.healthTimeout());
    }
  }

  private void checkRoll(Roll roll, List<Violation> found) {
    checkRange("roll.batch", "", roll.batch(), 1, mostInstances, found);
    checkRange("roll.minHealthySeconds", "", roll.minHealthySeconds(), 0, 3_600, found);
    checkRange("roll.deadlineSeconds", "", roll.deadlineSeconds(), 1, DAY, found);
  }

  private static void checkLogs(List<String> logs, List<Violation> found) {
    if (logs.size() > 20) {
      found.add(Violations.tooMany("logs", 20));
    }
    for (int i = 0; i < logs.size(); i++) {
      checkText("logs[" + i + "]", logs.get(i), 4_096, found);
    }
  }

  private static void checkText(String field, String text, int longest, List<Violation> found) {
    if (text.length() > longest) {
      found.add(Violations.tooLong(field, longest));
    }
    if (text.indexOf('\0') >= 0) {
      found.add(Violations.forbiddenCharacter(field));
    }
  }

  private static void checkRange(
      String field, String rule, int value, int least, int most, List<Violation> found) {
    if (value < least || value > most) {
      found.add(Violations.range(field, rule, Integer.toString(value), least, most));
    }
  }
}
