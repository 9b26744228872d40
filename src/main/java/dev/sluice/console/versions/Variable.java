package dev.sluice.console.versions;

import dev.sluice.domain.service.EnvironmentVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// One environment variable while it is typed.
///
/// @param kept whether it is a secret of the base, whose value stays when none is typed
record Variable(StringProperty name, StringProperty value, BooleanProperty secret, boolean kept) {

  static Variable empty() {
    return new Variable(
        new SimpleStringProperty(""),
        new SimpleStringProperty(""),
        new SimpleBooleanProperty(),
        false);
  }

  static Variable of(EnvironmentVariable variable) {
    return new Variable(
        new SimpleStringProperty(variable.name()),
        new SimpleStringProperty(variable.value().orElse("")),
        new SimpleBooleanProperty(variable.secret()),
        variable.secret() && variable.value().isEmpty());
  }

  EnvironmentVariable read() {
    boolean keeps = kept && secret.get() && value.get().isEmpty();
    return new EnvironmentVariable(
        name.get().strip(), keeps ? Optional.empty() : Optional.of(value.get()), secret.get());
  }

  /// The edits from `old` to `mine`, made on `theirs`: what was not touched is as there.
  static List<Variable> merge(List<Variable> old, List<Variable> mine, List<Variable> theirs) {
    var before = byName(old);
    var edited = byName(mine);
    var merged = new ArrayList<Variable>();
    for (var variable : theirs) {
      String name = variable.read().name();
      if (edited.containsKey(name)) {
        merged.add(isSame(before.get(name), edited.get(name)) ? variable : edited.get(name));
      } else if (!before.containsKey(name)) {
        merged.add(variable);
      }
    }
    var there = byName(theirs);
    for (var variable : mine) {
      String name = variable.read().name();
      if (!there.containsKey(name) && !isSame(before.get(name), variable)) {
        merged.add(variable);
      }
    }
    return merged;
  }

  private static boolean isSame(@Nullable Variable before, Variable now) {
    return before != null && before.read().equals(now.read());
  }

  private static Map<String, Variable> byName(List<Variable> variables) {
    var names = new LinkedHashMap<String, Variable>();
    variables.forEach(variable -> names.put(variable.read().name(), variable));
    return names;
  }
}
