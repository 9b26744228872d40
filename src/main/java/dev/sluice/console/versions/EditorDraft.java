package dev.sluice.console.versions;

import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What is typed, against what it started from and what is allowed: same rules and words as the
/// engine.
///
/// @param base masked, so its secrets have no values
record EditorDraft(ConfigurationForm form, Configuration base, ConfigurationRules rules) {

  /// Everything that is wrong, each field once.
  List<Violation> violations() {
    var draft = form.read();
    var found = new ArrayList<>(draft.violations());
    Set<String> named = found.stream().map(Violation::field).collect(Collectors.toSet());
    var kept = keptSecrets(draft.configuration());
    for (var violation : rules.check(draft.configuration())) {
      if (!kept.contains(violation.field()) && named.add(violation.field())) {
        found.add(violation);
      }
    }
    return found;
  }

  /// A secret of the base needs no value: it keeps the one it has.
  private Set<String> keptSecrets(Configuration draft) {
    var known =
        base.environment().stream()
            .filter(EnvironmentVariable::secret)
            .map(EnvironmentVariable::name)
            .collect(Collectors.toSet());
    var kept = new HashSet<String>();
    for (int i = 0; i < draft.environment().size(); i++) {
      var variable = draft.environment().get(i);
      if (variable.secret() && variable.value().isEmpty() && known.contains(variable.name())) {
        kept.add("environment[%d].value".formatted(i));
      }
    }
    return kept;
  }

  /// What differs from the base.
  List<DiffEntry> changes() {
    return ConfigurationDiff.between(base, form.read().configuration()).stream()
        .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
        .toList();
  }

  /// The same edits on what was deployed meanwhile (R46).
  EditorDraft onto(Configuration newBase) {
    return new EditorDraft(form.onto(newBase), newBase, rules);
  }

  /// Fields that were edited here and changed differently from `base` to `other` as well.
  List<DiffEntry> conflicts(Configuration other) {
    var mine = form.read().configuration();
    var theirs = new HashSet<String>();
    ConfigurationDiff.between(base, other).stream()
        .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
        .forEach(entry -> theirs.add(entry.path()));
    var differing =
        ConfigurationDiff.between(other, mine).stream()
            .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
            .map(DiffEntry::path)
            .collect(Collectors.toSet());
    return changes().stream()
        .filter(entry -> theirs.contains(entry.path()) && differing.contains(entry.path()))
        .toList();
  }

  boolean isChanged() {
    var draft = form.read();
    return !draft.violations().isEmpty() || !draft.configuration().equals(base);
  }
}
