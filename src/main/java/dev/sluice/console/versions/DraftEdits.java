package dev.sluice.console.versions;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;

/// What was typed into a form, against what it started from, as plain text that can be kept in a
/// file: the fields that differ, the variables that are new or others, the names of those that are
/// gone. No secret's value is in it.
///
/// @param leftOut how many secret values were typed, and are not in it
record DraftEdits(Map<String, String> values, int leftOut) {
  private static final String TEXT = "text.";
  private static final String VARIABLE = "variable.";
  private static final String GONE = "gone.";

  DraftEdits {
    values = Map.copyOf(values);
  }

  static DraftEdits of(ConfigurationForm typed, Configuration base) {
    var before = new ConfigurationForm(base);
    var values = new LinkedHashMap<String, String>();
    for (String path : typed.paths()) {
      String text = typed.text(path).get();
      if (!text.equals(before.text(path).get())) {
        values.put(TEXT + path, text);
      }
    }
    if (typed.surge().get() != before.surge().get()) {
      values.put("surge", Boolean.toString(typed.surge().get()));
    }
    if (typed.protocol().get() != before.protocol().get()) {
      values.put("protocol", typed.protocol().get().name());
    }
    if (typed.health().get() != before.health().get()) {
      values.put("health", typed.health().get().name());
    }
    if (!typed.artifact().get().equals(before.artifact().get())) {
      var artifact = ArtifactForm.of(typed.artifact().get());
      values.put("artifact.kind", artifact.kind().name());
      values.put("artifact.location", artifact.location());
    }
    return new DraftEdits(values, variables(typed.variables(), before.variables(), values));
  }

  private static int variables(
      List<Variable> typed, List<Variable> before, Map<String, String> values) {
    var old = before.stream().map(Variable::read).toList();
    int index = 0;
    int leftOut = 0;
    for (var variable : typed) {
      var now = variable.read();
      if (!old.contains(now)) {
        String key = VARIABLE + index++ + ".";
        boolean hidden = now.secret() && !now.value().orElse("").isEmpty();
        leftOut += hidden ? 1 : 0;
        values.put(key + "name", now.name());
        values.put(key + "value", now.secret() ? "" : now.value().orElse(""));
        values.put(key + "secret", Boolean.toString(now.secret()));
      }
    }
    int gone = 0;
    for (var variable : old) {
      if (typed.stream().noneMatch(one -> one.read().name().equals(variable.name()))) {
        values.put(GONE + gone++, variable.name());
      }
    }
    return leftOut;
  }

  /// A form with these edits on `base`.
  ///
  /// @throws IllegalArgumentException when it is not what [#of] writes
  ConfigurationForm on(Configuration base) {
    var form = new ConfigurationForm(base);
    values.forEach(
        (key, value) -> {
          if (key.startsWith(TEXT)) {
            form.text(key.substring(TEXT.length())).set(value);
          }
        });
    if (values.containsKey("surge")) {
      form.surge().set(Boolean.parseBoolean(values.get("surge")));
    }
    if (values.containsKey("protocol")) {
      form.protocol().set(Protocol.valueOf(values.get("protocol")));
    }
    if (values.containsKey("health")) {
      form.health().set(HealthCheck.Kind.valueOf(values.get("health")));
    }
    if (values.containsKey("artifact.kind")) {
      var kind = ArtifactForm.Kind.valueOf(values.get("artifact.kind"));
      form.artifact()
          .set(new ArtifactForm(kind, values.getOrDefault("artifact.location", "")).read());
    }
    form.variables().setAll(variables(form.variables()));
    return form;
  }

  private List<Variable> variables(List<Variable> present) {
    var edited = edited();
    var result = new ArrayList<Variable>();
    for (var variable : present) {
      String name = variable.read().name();
      var edit = edited.remove(name);
      if (!values.entrySet().stream()
          .anyMatch(one -> one.getKey().startsWith(GONE) && one.getValue().equals(name))) {
        result.add(edit == null ? variable : over(variable, edit));
      }
    }
    edited.values().forEach(edit -> result.add(Variable.of(edit)));
    return result;
  }

  /// A secret that is there already keeps its value as long as none is typed.
  private static Variable over(Variable present, EnvironmentVariable edit) {
    return new Variable(
        new SimpleStringProperty(edit.name()),
        new SimpleStringProperty(edit.value().orElse("")),
        new SimpleBooleanProperty(edit.secret()),
        present.kept() && edit.secret());
  }

  private Map<String, EnvironmentVariable> edited() {
    var edited = new LinkedHashMap<String, EnvironmentVariable>();
    for (int i = 0; values.containsKey(VARIABLE + i + ".name"); i++) {
      String name = values.getOrDefault(VARIABLE + i + ".name", "");
      String value = values.getOrDefault(VARIABLE + i + ".value", "");
      boolean secret = Boolean.parseBoolean(values.get(VARIABLE + i + ".secret"));
      edited.put(
          name,
          secret
              ? EnvironmentVariable.secret(name, value)
              : EnvironmentVariable.plain(name, value));
    }
    return edited;
  }
}
