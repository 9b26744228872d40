package dev.sluice.domain.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A rule that can never be the one that decides, with the reason.
///
/// @param priority of the rule
/// @param because priorities of the earlier rules that take every value it fits; empty when it fits
///   no value at all, like `[z-a]`
public record UnreachableRule(int priority, List<Integer> because) {
  public UnreachableRule {
    because = List.copyOf(because);
  }

  /// Those among `rules`. Nothing is said of one that would take too long to find out, so what is
  /// named here is certain.
  ///
  /// @param by what the rules look at: names of headers are equal in any case
  public static List<UnreachableRule> among(TrafficPolicy.Key by, List<RouteRule> rules) {
    var ordered = rules.stream().sorted().toList();
    var found = new ArrayList<UnreachableRule>();
    for (int i = 0; i < ordered.size(); i++) {
      var rule = ordered.get(i);
      var earlier =
          ordered.subList(0, i).stream()
              .filter(other -> key(by, other).equals(key(by, rule)))
              .toList();
      reason(rule, earlier)
          .ifPresent(because -> found.add(new UnreachableRule(rule.priority(), because)));
    }
    return List.copyOf(found);
  }

  private static String key(TrafficPolicy.Key by, RouteRule rule) {
    return switch (by) {
      case URL_PARAMETER -> rule.key();
      case HEADER -> rule.key().toLowerCase(Locale.ROOT);
    };
  }

  /// One earlier rule that takes everything, or else all of them together.
  private static Optional<List<Integer>> reason(RouteRule rule, List<RouteRule> earlier) {
    for (var other : earlier) {
      if (left(rule, List.of(other)) == GlobCover.Left.NOTHING) {
        return Optional.of(List.of(other.priority()));
      }
    }
    return switch (left(rule, earlier)) {
      case EMPTY -> Optional.of(List.of());
      case NOTHING -> Optional.of(earlier.stream().map(RouteRule::priority).toList());
      case SOMETHING, UNKNOWN -> Optional.empty();
    };
  }

  private static GlobCover.Left left(RouteRule rule, List<RouteRule> others) {
    return GlobCover.of(glob(rule), others.stream().map(UnreachableRule::glob).toList());
  }

  private static Glob glob(RouteRule rule) {
    return Glob.parse("value", rule.value());
  }
}
