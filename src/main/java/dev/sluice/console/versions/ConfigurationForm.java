package dev.sluice.console.versions;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Resources;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Stop;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A configuration while it is typed: every field as text, by the name the API gives it, so that
/// what is not a number yet can be held and the engine's refusals find their field.
final class ConfigurationForm {
  private final Map<String, StringProperty> texts = new LinkedHashMap<>();
  private final BooleanProperty surge = new SimpleBooleanProperty();
  private final ObjectProperty<Protocol> protocol = new SimpleObjectProperty<>(Protocol.HTTP1);
  private final ObjectProperty<HealthCheck.Kind> health = new SimpleObjectProperty<>();
  private final ObjectProperty<Artifact> artifact = new SimpleObjectProperty<>();
  private final ObservableList<Variable> variables = FXCollections.observableArrayList();
  private Configuration base;

  ConfigurationForm(Configuration base) {
    this.base = base;
    load(base);
  }

  /// What was typed, as far as it can be read, and what is wrong with the rest.
  record Draft(Configuration configuration, List<Violation> violations) {}

  /// Starts anew from `configuration`, which is also what fields that cannot be read fall back to.
  void load(Configuration configuration) {
    base = configuration;
    artifact.set(configuration.artifact());
    text("command").set(String.join("\n", configuration.command()));
    text("port").set(number(configuration.port()));
    protocol.set(configuration.protocol());
    text("resources.cpu").set(configuration.resources().cpu().toPlainString());
    text("resources.memoryMiB").set(number(configuration.resources().memoryMiB()));
    text("scaling.min").set(number(configuration.scaling().min()));
    text("scaling.max").set(number(configuration.scaling().max()));
    for (var metric : Scaling.Metric.values()) {
      text(ScalingFields.above(metric))
          .set(ScalingFields.threshold(configuration.scaling(), metric));
    }
    text(ScalingFields.WINDOWS).set(ScalingFields.windows(configuration.scaling()));
    text("logs").set(String.join("\n", configuration.logs()));
    load(configuration.health());
    var roll = configuration.roll();
    text("roll.batch").set(number(roll.batch()));
    text("roll.minHealthySeconds").set(number(roll.minHealthySeconds()));
    text("roll.deadlineSeconds").set(number(roll.deadlineSeconds()));
    surge.set(roll.surge());
    text("stop.drainSeconds").set(number(configuration.stop().drainSeconds()));
    text("stop.graceSeconds").set(number(configuration.stop().graceSeconds()));
    text("remark").set(configuration.remark());
    variables.setAll(configuration.environment().stream().map(Variable::of).toList());
  }

  private void load(HealthCheck check) {
    health.set(check.kind());
    text("health.path").set(check.path());
    text("health.initialDelaySeconds").set(number(check.initialDelaySeconds()));
    text("health.intervalSeconds").set(number(check.intervalSeconds()));
    text("health.timeoutSeconds").set(number(check.timeoutSeconds()));
    text("health.successes").set(number(check.successes()));
    text("health.failures").set(number(check.failures()));
  }

  /// Those that have a text.
  Set<String> paths() {
    return Set.copyOf(texts.keySet());
  }

  /// The text of a field, by the API's name of it.
  StringProperty text(String path) {
    return texts.computeIfAbsent(path, _ -> new SimpleStringProperty(""));
  }

  BooleanProperty surge() {
    return surge;
  }

  ObjectProperty<Protocol> protocol() {
    return protocol;
  }

  ObjectProperty<HealthCheck.Kind> health() {
    return health;
  }

  /// Set as a whole: the form for it has an "apply" of its own (R35).
  ObjectProperty<Artifact> artifact() {
    return artifact;
  }

  ObservableList<Variable> variables() {
    return variables;
  }

  Draft read() {
    var wrong = new ArrayList<Violation>();
    var old = base;
    var configuration =
        new Configuration(
            artifact.get(),
            lines("command", old.command()),
            integer("port", old.port(), wrong),
            protocol.get(),
            variables.stream().map(Variable::read).toList(),
            resources(old.resources(), wrong),
            scaling(old.scaling(), wrong),
            health(old.health(), wrong),
            roll(old.roll(), wrong),
            new Stop(
                integer("stop.drainSeconds", old.stop().drainSeconds(), wrong),
                integer("stop.graceSeconds", old.stop().graceSeconds(), wrong)),
            lines("logs", old.logs()),
            text("remark").get());
    return new Draft(configuration, wrong);
  }

  /// One argument or file a line: no shell reads them, so no quoting is needed. What nobody touched
  /// stays as it is, also an empty argument or one with a line break in it.
  private List<String> lines(String path, List<String> old) {
    if (text(path).get().equals(String.join("\n", old))) {
      return old;
    }
    return text(path).get().lines().filter(line -> !line.isBlank()).toList();
  }

  private Resources resources(Resources old, List<Violation> wrong) {
    String typed = text("resources.cpu").get().strip();
    var cpu = old.cpu();
    try {
      cpu = new BigDecimal(typed);
    } catch (NumberFormatException e) {
      wrong.add(Violations.notA("resources.cpu", "a number"));
    }
    return new Resources(cpu, integer("resources.memoryMiB", old.memoryMiB(), wrong));
  }

  private Scaling scaling(Scaling old, List<Violation> wrong) {
    var conditions = new ArrayList<Scaling.Condition>();
    for (var metric : Scaling.Metric.values()) {
      String path = ScalingFields.above(metric);
      if (!text(path).get().isBlank()) {
        conditions.add(new Scaling.Condition(metric, integer(path, 1, wrong)));
      }
    }
    boolean same = Set.copyOf(conditions).equals(Set.copyOf(old.conditions()));
    String windows = text(ScalingFields.WINDOWS).get();
    return new Scaling(
        integer("scaling.min", old.min(), wrong),
        integer("scaling.max", old.max(), wrong),
        same ? old.conditions() : conditions,
        windows.equals(ScalingFields.windows(old))
            ? old.windows()
            : ScalingFields.readWindows(windows, wrong));
  }

  private HealthCheck health(HealthCheck old, List<Violation> wrong) {
    return new HealthCheck(
        health.get(),
        text("health.path").get().strip(),
        integer("health.initialDelaySeconds", old.initialDelaySeconds(), wrong),
        integer("health.intervalSeconds", old.intervalSeconds(), wrong),
        integer("health.timeoutSeconds", old.timeoutSeconds(), wrong),
        integer("health.successes", old.successes(), wrong),
        integer("health.failures", old.failures(), wrong));
  }

  private Roll roll(Roll old, List<Violation> wrong) {
    return new Roll(
        integer("roll.batch", old.batch(), wrong),
        surge.get(),
        integer("roll.minHealthySeconds", old.minHealthySeconds(), wrong),
        integer("roll.deadlineSeconds", old.deadlineSeconds(), wrong));
  }

  /// The same edits on another base: fields that were not touched are as there (R46).
  ConfigurationForm onto(Configuration newBase) {
    var old = new ConfigurationForm(base);
    var next = new ConfigurationForm(newBase);
    texts.forEach(
        (path, typed) -> {
          if (!typed.get().equals(old.text(path).get())) {
            next.text(path).set(typed.get());
          }
        });
    if (surge.get() != old.surge.get()) {
      next.surge.set(surge.get());
    }
    if (protocol.get() != old.protocol.get()) {
      next.protocol.set(protocol.get());
    }
    if (health.get() != old.health.get()) {
      next.health.set(health.get());
    }
    if (!artifact.get().equals(old.artifact.get())) {
      next.artifact.set(artifact.get());
    }
    next.variables.setAll(Variable.merge(old.variables, variables, next.variables));
    return next;
  }

  private int integer(String path, int fallback, List<Violation> wrong) {
    try {
      return Integer.parseInt(text(path).get().strip());
    } catch (NumberFormatException e) {
      wrong.add(Violations.notA(path, "a whole number"));
      return fallback;
    }
  }

  private static String number(int value) {
    return Integer.toString(value);
  }
}
