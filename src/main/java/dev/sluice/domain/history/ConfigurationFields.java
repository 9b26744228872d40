package dev.sluice.domain.history;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A configuration as a list of named texts, always in the same order. Two configurations that
/// differ anywhere have lists that differ.
final class ConfigurationFields {
  static final String PROTOCOL = "protocol";

  private static final List<String> WEEK = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  private final List<Field> fields = new ArrayList<>();
  private final Set<String> paths = new LinkedHashSet<>();

  private ConfigurationFields() {}

  /// @param text empty only for a secret without a value
  record Field(String path, String group, Optional<String> text, boolean secret) {}

  /// All fields of `configuration`, a secret with its value: what a reader sees is the caller's
  /// care.
  static List<Field> of(Configuration configuration) {
    var list = new ConfigurationFields();
    list.artifact(configuration.artifact());
    list.add("run", "command", Arguments.readable(configuration.command()));
    list.add("run", "port", configuration.port());
    list.add("run", PROTOCOL, configuration.protocol().name());
    configuration.environment().forEach(list::variable);
    list.add("resources", "resources.cpu", configuration.resources().cpu().toPlainString());
    list.add("resources", "resources.memoryMiB", configuration.resources().memoryMiB());
    list.scaling(configuration.scaling());
    list.health(configuration.health());
    list.roll(configuration.roll());
    list.add("stop", "stop.drainSeconds", configuration.stop().drainSeconds());
    list.add("stop", "stop.graceSeconds", configuration.stop().graceSeconds());
    list.add("logs", "logs", Arguments.readable(configuration.logs()));
    list.add("remark", "remark", configuration.remark());
    return List.copyOf(list.fields);
  }

  private void artifact(Artifact artifact) {
    add("artifact", "artifact.kind", artifact.kind());
    switch (artifact) {
      case Artifact.Command(var directory) ->
          directory.ifPresent(path -> add("artifact", "artifact.directory", path));
      case Artifact.Archive(var source) -> source(source);
      case Artifact.Jar(var source) -> source(source);
      case Artifact.Image(var reference, var digest) -> {
        add("artifact", "artifact.reference", reference);
        digest.ifPresent(text -> add("artifact", "artifact.digest", text));
      }
    }
  }

  private void source(Artifact.Source source) {
    switch (source) {
      case Artifact.Upload(var digest) -> add("artifact", "artifact.upload", digest);
      case Artifact.Path(var path) -> add("artifact", "artifact.path", path);
    }
  }

  private void variable(EnvironmentVariable variable) {
    // A plain variable always has a value; an unfinished draft's empty one is the empty text.
    var text = variable.secret() ? variable.value() : Optional.of(variable.value().orElse(""));
    put(new Field("environment." + variable.name(), "run", text, variable.secret()));
  }

  private void scaling(Scaling scaling) {
    add("scaling", "scaling.min", scaling.min());
    add("scaling", "scaling.max", scaling.max());
    for (var condition : scaling.conditions()) {
      add("scaling", "scaling.conditions." + condition.metric(), condition.above());
    }
    for (var window : scaling.windows()) {
      add("scaling", "scaling.windows." + time(window), window.count());
    }
  }

  /// Whatever tells one window from another: all of it but the count.
  private static String time(Scaling.Window window) {
    var days =
        window.days().stream()
            .sorted((a, b) -> day(a) == day(b) ? a.compareTo(b) : day(a) - day(b))
            .collect(Collectors.joining(","));
    return days + " " + window.from() + "-" + window.to() + " " + window.zone();
  }

  private static int day(String name) {
    int index = WEEK.indexOf(name);
    return index < 0 ? WEEK.size() : index;
  }

  private void health(HealthCheck health) {
    add("health", "health.kind", health.kind().name());
    add("health", "health.path", health.path());
    add("health", "health.initialDelaySeconds", health.initialDelaySeconds());
    add("health", "health.intervalSeconds", health.intervalSeconds());
    add("health", "health.timeoutSeconds", health.timeoutSeconds());
    add("health", "health.successes", health.successes());
    add("health", "health.failures", health.failures());
  }

  private void roll(Roll roll) {
    add("roll", "roll.batch", roll.batch());
    add("roll", "roll.surge", Boolean.toString(roll.surge()));
    add("roll", "roll.minHealthySeconds", roll.minHealthySeconds());
    add("roll", "roll.deadlineSeconds", roll.deadlineSeconds());
  }

  private void add(String group, String path, int value) {
    add(group, path, Integer.toString(value));
  }

  private void add(String group, String path, String text) {
    put(new Field(path, group, Optional.of(text), false));
  }

  /// An unfinished draft may name a thing twice; the second one is then `NAME#2`.
  private void put(Field field) {
    String path = field.path();
    for (int n = 2; !paths.add(path); n++) {
      path = field.path() + "#" + n;
    }
    fields.add(new Field(path, field.group(), field.text(), field.secret()));
  }
}
