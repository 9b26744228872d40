package dev.sluice.domain.traffic;

import dev.sluice.domain.service.VersionName;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Which version a request would go to, and why; nothing is sent (R30).
///
/// @param version empty when the policy leaves it open (several shares) or sends nothing anywhere
/// @param rule priority of the one that matched
/// @param reason for an operator
public record Prediction(Optional<VersionName> version, OptionalInt rule, String reason) {

  /// By the same code as the gateway.
  public static Prediction of(TrafficPolicy policy, RoutedRequest request) {
    return switch (policy) {
      case TrafficPolicy.ByPercent byPercent -> byShare(byPercent, request);
      case TrafficPolicy.ByRules byRules ->
          new RuleMatcher(byRules)
              .match(request)
              .map(Prediction::byRule)
              .orElseGet(() -> byDefault(byRules));
    };
  }

  private static Prediction byRule(RouteRule rule) {
    String reason =
        "Rule %d: a value of %s matches %s.".formatted(rule.priority(), rule.key(), rule.value());
    return new Prediction(Optional.of(rule.version()), OptionalInt.of(rule.priority()), reason);
  }

  private static Prediction byDefault(TrafficPolicy.ByRules policy) {
    return new Prediction(
        Optional.of(policy.fallback()),
        OptionalInt.empty(),
        "No rule matches; this is the default.");
  }

  private static Prediction byShare(TrafficPolicy.ByPercent policy, RoutedRequest request) {
    var shares = policy.percent();
    var kept = policy.sticky() ? Stickiness.named(request) : null;
    if (kept != null) {
      for (var version : shares.keySet()) {
        if (version.toString().equals(kept)) {
          return new Prediction(
              Optional.of(version), OptionalInt.empty(), "Its cookie keeps it at this version.");
        }
      }
    }
    if (shares.isEmpty()) {
      return new Prediction(Optional.empty(), OptionalInt.empty(), "No version has traffic.");
    }
    if (shares.size() == 1) {
      return new Prediction(
          Optional.of(shares.firstKey()), OptionalInt.empty(), "It has all of the traffic.");
    }
    String all =
        shares.entrySet().stream().map(Prediction::share).collect(Collectors.joining(", "));
    return new Prediction(Optional.empty(), OptionalInt.empty(), "By share: " + all + ".");
  }

  private static String share(Entry<VersionName, Percent> share) {
    return share.getKey() + " " + share.getValue();
  }
}
