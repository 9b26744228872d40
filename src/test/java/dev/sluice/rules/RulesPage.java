package dev.sluice.rules;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// The text of `docs/rules.md`.
final class RulesPage {
  private static final String INTRODUCTION =
      """
      # The rules and their tests

      What an update, a traffic change and a rollback must do, rule by rule, with the tests that prove it. A decision of
      ours where the sources were silent is marked (d). A tag in brackets is that of a test that runs only with the Maven
      profile of that name.

      Generated from the names of the tests by `RulesTest`; [CONTRIBUTING.md](../CONTRIBUTING.md) says how. Not to be edited.
      """;

  private RulesPage() {}

  static String of(List<Rule> rules, SortedMap<Integer, SortedSet<String>> tests) {
    var page = new StringBuilder(INTRODUCTION);
    String group = "";
    for (var rule : rules) {
      if (!rule.group().equals(group)) {
        group = rule.group();
        page.append("\n## ").append(group).append('\n');
      }
      page.append("\n**").append(rule.name()).append("** ").append(rule.text()).append("\n\n");
      var naming = tests.getOrDefault(rule.number(), Collections.emptySortedSet());
      naming.forEach(test -> page.append("- ").append(escaped(test)).append('\n'));
    }
    return page.toString();
  }

  private static String escaped(String text) {
    return text.replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_");
  }
}
