package dev.sluice.console.traffic;

import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What the operator is about to apply, and on what it was made. Immutable.
///
/// @param base the policy it was made on
/// @param present the policy in force, as far as is known
record TrafficDraft(TrafficView base, TrafficView present, LinkedShares shares) {

  static TrafficDraft of(TrafficView traffic, List<VersionView> versions) {
    return new TrafficDraft(
        traffic, traffic, LinkedShares.of(traffic.policy(), candidates(versions)));
  }

  /// Whether applying it would change anything.
  boolean isChanged() {
    return !shares.policy().equals(present.policy());
  }

  /// Whether somebody else has changed the traffic since the draft was begun.
  boolean isStale() {
    return base.revision() != present.revision();
  }

  TrafficDraft with(UnaryOperator<LinkedShares> change) {
    return new TrafficDraft(base, present, change.apply(shares));
  }

  /// News from the engine. An untouched draft follows it; a changed one keeps what was put in.
  TrafficDraft follow(TrafficView traffic, List<VersionView> versions) {
    boolean touched = !shares.policy().equals(base.policy());
    boolean newer = traffic.revision() >= present.revision();
    var now = newer ? traffic : present;
    if (!touched) {
      return of(now, versions).withLocks(shares.locked());
    }
    return new TrafficDraft(base, now, known(candidates(versions)));
  }

  /// The draft as it is, made on the present policy: "I have seen what changed, keep mine".
  TrafficDraft keep() {
    return new TrafficDraft(present, present, shares);
  }

  private TrafficDraft withLocks(Set<VersionName> locked) {
    var kept = shares;
    for (var version : locked) {
      if (kept.percent().containsKey(version)) {
        kept = kept.lock(version, true);
      }
    }
    return new TrafficDraft(base, present, kept);
  }

  /// Versions come and go; one that was given a share in the draft stays until it is taken away.
  private LinkedShares known(List<VersionName> versions) {
    var percent = new TreeMap<>(shares.percent());
    percent.entrySet().removeIf(s -> s.getValue() == 0 && !versions.contains(s.getKey()));
    versions.forEach(version -> percent.putIfAbsent(version, 0));
    if (percent.keySet().equals(shares.percent().keySet())) {
      return shares;
    }
    var locked = new TreeSet<>(shares.locked());
    locked.retainAll(percent.keySet());
    return new LinkedShares(percent, locked, Optional.empty(), percent);
  }

  /// R24.
  private static List<VersionName> candidates(List<VersionView> versions) {
    return versions.stream()
        .filter(version -> version.state().canServe())
        .map(VersionView::name)
        .toList();
  }
}
