package dev.sluice.domain.traffic;

import dev.sluice.domain.service.VersionName;
import java.util.List;
import java.util.Optional;

/// The rules of a policy made for matching. The gateway routes by it and match prediction predicts
/// by it, so that the two cannot differ (R30). Immutable; any number of threads at once.
public final class RuleMatcher {
  private final TrafficPolicy.ByRules policy;
  private final List<Compiled> rules;

  private record Compiled(RouteRule rule, Glob value) {}

  public RuleMatcher(TrafficPolicy.ByRules policy) {
    this.policy = policy;
    this.rules =
        policy.rules().stream()
            .map(rule -> new Compiled(rule, Glob.parse("value", rule.value())))
            .toList();
  }

  /// The first rule that `request` fits (R27); empty when it goes to the default version.
  public Optional<RouteRule> match(RoutedRequest request) {
    for (var rule : rules) {
      for (String value : values(request, rule.rule().key())) {
        if (rule.value().matches(value)) {
          return Optional.of(rule.rule());
        }
      }
    }
    return Optional.empty();
  }

  /// Whom `request` goes to (R26, R28).
  public VersionName choose(RoutedRequest request) {
    return match(request).map(RouteRule::version).orElse(policy.fallback());
  }

  private List<String> values(RoutedRequest request, String key) {
    return switch (policy.by()) {
      case URL_PARAMETER -> Query.values(request.target(), key);
      case HEADER -> request.headers(key);
    };
  }
}
