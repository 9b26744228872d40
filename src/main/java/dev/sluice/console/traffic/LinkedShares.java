package dev.sluice.console.traffic;

import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The sliders of a traffic editor, linked to each other: whole numbers that always sum to 100, or
/// all to 0 when the service is off (R19). Immutable.
///
/// Moving one takes from, or gives to, the others that are not locked, in proportion to what they
/// had when the move began; so a slider that is dragged away and back leaves everything as it was.
///
/// @param percent of every version that can be given traffic
/// @param locked those that only move when they are moved themselves
/// @param moving the one that is being moved
/// @param anchor what everyone had when that move began
record LinkedShares(
    SortedMap<VersionName, Integer> percent,
    Set<VersionName> locked,
    Optional<VersionName> moving,
    SortedMap<VersionName, Integer> anchor) {
  private static final int ALL = 100;

  LinkedShares {
    percent = Collections.unmodifiableSortedMap(new TreeMap<>(percent));
    locked = Set.copyOf(locked);
    anchor = Collections.unmodifiableSortedMap(new TreeMap<>(anchor));
    int sum = percent.values().stream().mapToInt(Integer::intValue).sum();
    if (sum != ALL && sum != 0) {
      throw new IllegalArgumentException("shares sum to " + sum);
    }
  }

  /// What `policy` gives to `versions`. Versions of the policy that are not among them are kept.
  static LinkedShares of(TrafficPolicy policy, List<VersionName> versions) {
    var percent = new TreeMap<VersionName, Integer>();
    versions.forEach(version -> percent.put(version, 0));
    policy.versions().forEach(version -> percent.put(version, policy.shareOf(version).value()));
    return new LinkedShares(percent, Set.of(), Optional.empty(), percent);
  }

  int of(VersionName version) {
    return percent.getOrDefault(version, 0);
  }

  int sum() {
    return percent.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The most `version` can have while locked ones keep theirs.
  int most(VersionName version) {
    int kept = locked.stream().filter(other -> !other.equals(version)).mapToInt(this::of).sum();
    return ALL - kept;
  }

  /// Moves one slider to `wanted`, or as near as the locked ones allow.
  LinkedShares move(VersionName version, int wanted) {
    boolean same = moving.filter(version::equals).isPresent();
    var before = same ? anchor : percent;
    var free = new TreeSet<>(percent.keySet());
    free.remove(version);
    free.removeAll(locked);
    int most = most(version);
    int set = free.isEmpty() ? alone(wanted, most) : Math.clamp(wanted, 0, most);
    if (set == 0 && sum() == 0) {
      return this;
    }
    var next = new TreeMap<>(percent);
    next.put(version, set);
    next.putAll(Proportion.split(most - set, weights(free, before)));
    return new LinkedShares(next, locked, Optional.of(version), before);
  }

  /// With nobody to give to or take from, a share is all that is left; none of it is not a share.
  private int alone(int wanted, int most) {
    return sum() == 0 && wanted <= 0 ? 0 : most;
  }

  private static SortedMap<VersionName, Integer> weights(
      Set<VersionName> versions, SortedMap<VersionName, Integer> of) {
    var weights = new TreeMap<VersionName, Integer>();
    versions.forEach(version -> weights.put(version, of.getOrDefault(version, 0)));
    return weights;
  }

  LinkedShares lock(VersionName version, boolean lock) {
    var next = new TreeSet<>(locked);
    if (lock) {
      next.add(version);
    } else {
      next.remove(version);
    }
    return new LinkedShares(percent, next, Optional.empty(), percent);
  }

  /// Everything to `version`, whatever is locked.
  LinkedShares allTo(VersionName version) {
    var next = new TreeMap<>(percent);
    next.replaceAll((name, _) -> name.equals(version) ? ALL : 0);
    return settled(next);
  }

  /// Takes the service off (R23).
  LinkedShares off() {
    var next = new TreeMap<>(percent);
    next.replaceAll((_, _) -> 0);
    return settled(next);
  }

  /// The blue/green switch: two versions change places.
  LinkedShares exchange(VersionName one, VersionName other) {
    var next = new TreeMap<>(percent);
    next.put(one, of(other));
    next.put(other, of(one));
    return settled(next);
  }

  /// The blue/green switch between `target` and the version that leads, or, where it leads itself,
  /// the one behind it.
  LinkedShares blueGreen(VersionName target) {
    var others = new TreeMap<>(percent);
    others.remove(target);
    var other = leading(others);
    return sum() == 0 || other.isEmpty() ? allTo(target) : exchange(target, other.get());
  }

  /// Takes over another policy's shares, as far as they are for versions that are here.
  Optional<LinkedShares> take(TrafficPolicy policy) {
    if (!percent.keySet().containsAll(policy.versions())) {
      return Optional.empty();
    }
    var next = new TreeMap<>(percent);
    next.replaceAll((version, _) -> policy.shareOf(version).value());
    return Optional.of(settled(next));
  }

  /// The version with the greatest share, the newest of equals; empty when the service is off.
  Optional<VersionName> leading() {
    return leading(percent).filter(version -> of(version) > 0);
  }

  private static Optional<VersionName> leading(SortedMap<VersionName, Integer> among) {
    return among.entrySet().stream()
        .reduce((a, b) -> b.getValue() >= a.getValue() ? b : a)
        .map(Map.Entry::getKey);
  }

  TrafficPolicy.ByPercent policy() {
    var shares = new TreeMap<VersionName, Percent>();
    percent.forEach((version, share) -> shares.put(version, new Percent(share)));
    return new TrafficPolicy.ByPercent(shares);
  }

  private LinkedShares settled(SortedMap<VersionName, Integer> next) {
    return new LinkedShares(next, locked, Optional.empty(), next);
  }
}
