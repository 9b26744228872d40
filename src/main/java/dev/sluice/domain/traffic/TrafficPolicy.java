package dev.sluice.domain.traffic;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violations;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the operator wants the gateway to do with a service's requests: by percentage, or by rules
/// on URL parameters or on headers, never mixed (R31).
public sealed interface TrafficPolicy {

  /// The share of `version` that is known without looking at a request; 0 for one not named (R20).
  Percent shareOf(VersionName version);

  /// Every version that this policy may send a request to.
  SortedSet<VersionName> versions();

  /// Splits by share. The shares sum to exactly 100, or to exactly 0: then no version serves (R19,
  /// R23). Versions with share 0 are not kept, so two policies that do the same are equal.
  ///
  /// @param sticky whether a user agent stays at the version it was given first while that version
  ///   has a share; see [Stickiness]. The shares then are those of the user agents that come anew.
  record ByPercent(SortedMap<VersionName, Percent> percent, boolean sticky)
      implements TrafficPolicy {
    /// Sends nothing anywhere; what a new service starts with.
    public static final ByPercent OFF = new ByPercent(new TreeMap<>());

    /// @throws InvalidValueException when the shares sum to neither 100 nor 0
    public ByPercent {
      int sum = percent.values().stream().mapToInt(Percent::value).sum();
      if (sum != 100 && sum != 0) {
        throw new InvalidValueException(Violations.percentSum(sum));
      }
      var kept = new TreeMap<>(percent);
      kept.values().removeIf(Percent.NONE::equals);
      percent = Collections.unmodifiableSortedMap(kept);
    }

    /// Every request by itself.
    public ByPercent(SortedMap<VersionName, Percent> percent) {
      this(percent, false);
    }

    /// The same shares.
    public ByPercent withSticky(boolean wanted) {
      return new ByPercent(percent, wanted);
    }

    /// The policy that sends everything to `version` (R9).
    public static ByPercent allTo(VersionName version) {
      return new ByPercent(new TreeMap<>(Map.of(version, Percent.ALL)));
    }

    @Override
    public Percent shareOf(VersionName version) {
      return percent.getOrDefault(version, Percent.NONE);
    }

    @Override
    public SortedSet<VersionName> versions() {
      return new TreeSet<>(percent.keySet());
    }
  }

  /// By what a request carries (R26-R32).
  ///
  /// @param by what the rules look at
  /// @param rules by priority, no two with the same (R27)
  /// @param fallback the default version: gets whatever matches no rule (R28)
  record ByRules(Key by, List<RouteRule> rules, VersionName fallback) implements TrafficPolicy {
    /// More than an operator can oversee, and little enough to try for every request.
    public static final int MOST_RULES = 200;

    /// A token of RFC 9110.
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /// @throws InvalidValueException when two rules have the same priority, there are too many, or
    ///   a key is no name of a header
    public ByRules {
      rules = rules.stream().sorted().toList();
      if (rules.size() > MOST_RULES) {
        throw new InvalidValueException(Violations.tooMany("rules", MOST_RULES));
      }
      for (int i = 1; i < rules.size(); i++) {
        if (rules.get(i).priority() == rules.get(i - 1).priority()) {
          throw new InvalidValueException(
              Violations.samePriority("rules", rules.get(i).priority()));
        }
      }
      if (by == Key.HEADER) {
        rules.forEach(ByRules::requireHeaderName);
      }
    }

    private static void requireHeaderName(RouteRule rule) {
      if (!HEADER_NAME.matcher(rule.key()).matches()) {
        throw new InvalidValueException(Violations.headerName("rules", rule.key()));
      }
    }

    /// 0: what a version gets depends on the requests.
    @Override
    public Percent shareOf(VersionName version) {
      return Percent.NONE;
    }

    @Override
    public SortedSet<VersionName> versions() {
      var all = new TreeSet<VersionName>();
      rules.forEach(rule -> all.add(rule.version()));
      all.add(fallback);
      return all;
    }
  }

  /// What the rules of a policy look at.
  enum Key {
    URL_PARAMETER,
    HEADER
  }
}
