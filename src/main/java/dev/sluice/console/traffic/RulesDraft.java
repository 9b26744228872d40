package dev.sluice.console.traffic;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import dev.sluice.domain.traffic.UnreachableRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The rules of a traffic editor while they are typed, first tried first. Immutable.
///
/// A priority belongs to a place in the list, not to what stands there: moving a rule leaves the
/// numbers as they were, in their order.
///
/// @param by what the rules look at
/// @param fallback the default version (R28); empty while none is chosen
record RulesDraft(TrafficPolicy.Key by, List<Rule> rules, Optional<VersionName> fallback) {
  private static final int STEP = 10;

  RulesDraft {
    rules = List.copyOf(rules);
  }

  /// One rule, which need not be whole yet.
  record Rule(int priority, String key, String value, Optional<VersionName> version) {
    private static Rule of(RouteRule rule) {
      return new Rule(rule.priority(), rule.key(), rule.value(), Optional.of(rule.version()));
    }

    Rule withKey(String typed) {
      return new Rule(priority, typed, value, version);
    }

    Rule withValue(String typed) {
      return new Rule(priority, key, typed, version);
    }

    Rule withVersion(VersionName chosen) {
      return new Rule(priority, key, value, Optional.of(chosen));
    }

    private Rule withPriority(int other) {
      return new Rule(other, key, value, version);
    }

    private RouteRule read() {
      var target =
          version.orElseThrow(() -> new InvalidValueException(Violations.required("version")));
      return new RouteRule(priority, key.strip(), value, target);
    }
  }

  /// The rules of `policy`; none when it looks at something else.
  ///
  /// @param usual the default version then
  static RulesDraft of(TrafficPolicy policy, TrafficPolicy.Key by, Optional<VersionName> usual) {
    return policy instanceof ByRules present && present.by() == by
        ? new RulesDraft(
            by, present.rules().stream().map(Rule::of).toList(), Optional.of(present.fallback()))
        : new RulesDraft(by, List.of(), usual);
  }

  /// With an empty rule for `version` behind the others.
  RulesDraft add(Optional<VersionName> version) {
    int last = rules.isEmpty() ? 0 : rules.getLast().priority();
    var next = new ArrayList<>(rules);
    next.add(new Rule(last + STEP, "", "", version));
    return with(last + STEP > RouteRule.MOST_PRIORITY ? numberedAnew(next) : next);
  }

  private static List<Rule> numberedAnew(List<Rule> rules) {
    var next = new ArrayList<Rule>();
    rules.forEach(rule -> next.add(rule.withPriority(STEP * (next.size() + 1))));
    return next;
  }

  RulesDraft remove(int index) {
    var next = new ArrayList<>(rules);
    next.remove(index);
    return with(next);
  }

  RulesDraft change(int index, UnaryOperator<Rule> change) {
    var next = new ArrayList<>(rules);
    next.set(index, change.apply(next.get(index)));
    return with(next);
  }

  /// Puts the rule at `from` where `to` is; one beyond the ends stays.
  RulesDraft move(int from, int to) {
    if (to < 0 || to >= rules.size()) {
      return this;
    }
    var moved = new ArrayList<>(rules);
    moved.add(to, moved.remove(from));
    var next = new ArrayList<Rule>();
    for (var rule : moved) {
      next.add(rule.withPriority(rules.get(next.size()).priority()));
    }
    return with(next);
  }

  RulesDraft withFallback(VersionName version) {
    return new RulesDraft(by, rules, Optional.of(version));
  }

  private RulesDraft with(List<Rule> next) {
    return new RulesDraft(by, next, fallback);
  }

  /// What is wrong with one rule, by the engine's own rules and in its words; fields are `key`,
  /// `value` and `version`.
  List<Violation> violations(int index) {
    try {
      var rule = rules.get(index).read();
      // Whether a key is the name of a header is known to the policy only.
      var _ = new ByRules(by, List.of(rule), rule.version());
      return List.of();
    } catch (InvalidValueException e) {
      return e.violations().stream().map(RulesDraft::onKey).toList();
    }
  }

  private static Violation onKey(Violation violation) {
    return violation.field().equals("rules")
        ? new Violation(
            "key", violation.code(), violation.arguments(), violation.message(), violation.rule())
        : violation;
  }

  /// The policy, once all of it is right.
  Optional<TrafficPolicy> policy() {
    if (fallback.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ByRules(by, rules.stream().map(Rule::read).toList(), fallback.get()));
    } catch (InvalidValueException _) {
      return Optional.empty();
    }
  }

  /// Rules that can never decide, among those that are right so far.
  List<UnreachableRule> unreachable() {
    var right = new ArrayList<RouteRule>();
    for (int i = 0; i < rules.size(); i++) {
      if (violations(i).isEmpty()) {
        right.add(rules.get(i).read());
      }
    }
    return UnreachableRule.among(by, right);
  }
}
