package dev.sluice.domain.traffic;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violations;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the operator wants the gateway to do with a service's requests. By percentage today; by URL
/// parameter and by header (R26-R32) will be further permitted records, never mixed with this one.
public sealed interface TrafficPolicy {

  /// The share of `version` that is known without looking at a request; 0 for one not named (R20).
  Percent shareOf(VersionName version);

  /// Every version that this policy may send a request to.
  SortedSet<VersionName> versions();

  /// Splits by share. The shares sum to exactly 100, or to exactly 0: then no version serves (R19,
  /// R23). Versions with share 0 are not kept, so two policies that do the same are equal.
  record ByPercent(SortedMap<VersionName, Percent> percent) implements TrafficPolicy {
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
}
