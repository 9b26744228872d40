package dev.sluice.console.traffic;

import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionView;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What the operator is about to apply, and on what it was made. Immutable.
///
/// What was put in for one mode is kept while another one is looked at.
///
/// @param base the policy it was made on
/// @param present the policy in force, as far as is known
/// @param mode that would be applied
/// @param shares for [TrafficMode#PERCENT]
/// @param sticky for the same: whether user agents stay at the version they were given first
/// @param rules for the other modes, one draft for each key
record TrafficDraft(
    TrafficView base,
    TrafficView present,
    TrafficMode mode,
    LinkedShares shares,
    boolean sticky,
    Map<TrafficPolicy.Key, RulesDraft> rules) {
  TrafficDraft {
    rules = Map.copyOf(rules);
  }

  static TrafficDraft of(TrafficView traffic, List<VersionView> versions) {
    var policy = traffic.policy();
    var names = candidates(versions);
    var shares = shares(policy, names);
    var usual =
        policy instanceof ByRules byRules
            ? Optional.of(byRules.fallback())
            : shares.leading().or(() -> names.stream().reduce((_, newest) -> newest));
    var rules = new EnumMap<TrafficPolicy.Key, RulesDraft>(TrafficPolicy.Key.class);
    for (var key : TrafficPolicy.Key.values()) {
      rules.put(key, RulesDraft.of(policy, key, usual));
    }
    return new TrafficDraft(
        traffic, traffic, TrafficMode.of(policy), shares, isSticky(policy), rules);
  }

  /// Where sliders begin: a policy by rules has no shares, so its default version has all.
  private static LinkedShares shares(TrafficPolicy policy, List<VersionName> versions) {
    var shares = LinkedShares.of(policy, versions);
    return policy instanceof ByRules byRules ? shares.allTo(byRules.fallback()) : shares;
  }

  /// What would be applied; empty while a rule is not right yet.
  Optional<TrafficPolicy> policy() {
    return mode.key().isEmpty() ? Optional.of(sharePolicy()) : rulesShown().policy();
  }

  /// The rules of the present mode, or by URL parameter where it has none.
  RulesDraft rulesShown() {
    return Objects.requireNonNull(rules.get(mode.key().orElse(TrafficPolicy.Key.URL_PARAMETER)));
  }

  /// Whether applying it would change anything, or cannot be applied yet.
  boolean isChanged() {
    return !policy().equals(Optional.of(present.policy()));
  }

  /// Whether somebody else has changed the traffic since the draft was begun.
  boolean isStale() {
    return base.revision() != present.revision();
  }

  private TrafficPolicy sharePolicy() {
    return shares.policy().withSticky(sticky);
  }

  private static boolean isSticky(TrafficPolicy policy) {
    return policy instanceof TrafficPolicy.ByPercent byPercent && byPercent.sticky();
  }

  TrafficDraft withSticky(boolean wanted) {
    return new TrafficDraft(base, present, mode, shares, wanted, rules);
  }

  TrafficDraft with(UnaryOperator<LinkedShares> change) {
    return new TrafficDraft(base, present, mode, change.apply(shares), sticky, rules);
  }

  TrafficDraft withRules(UnaryOperator<RulesDraft> change) {
    var next = new EnumMap<>(rules);
    next.computeIfPresent(rulesShown().by(), (_, draft) -> change.apply(draft));
    return new TrafficDraft(base, present, mode, shares, sticky, next);
  }

  TrafficDraft in(TrafficMode wanted) {
    return new TrafficDraft(base, present, wanted, shares, sticky, rules);
  }

  /// The same input after it was put in force; sliders that are being moved go on.
  TrafficDraft applied(TrafficView applied) {
    return new TrafficDraft(applied, applied, mode, shares, sticky, rules);
  }

  /// The same input, knowing of `now`.
  TrafficDraft knowing(TrafficView now) {
    return new TrafficDraft(base, now, mode, shares, sticky, rules);
  }

  /// News from the engine. An untouched draft follows it; a changed one keeps what was put in.
  TrafficDraft follow(TrafficView traffic, List<VersionView> versions) {
    var now = traffic.revision() >= present.revision() ? traffic : present;
    return isTouched(versions)
        ? new TrafficDraft(base, now, mode, known(candidates(versions)), sticky, rules)
        : anew(now, versions);
  }

  private boolean isTouched(List<VersionView> versions) {
    var untouched = of(base, versions);
    return mode != untouched.mode
        || !policy().equals(untouched.policy())
        || sticky != untouched.sticky
        || !shares.policy().equals(untouched.shares.policy())
        || !rulesTyped().equals(untouched.rulesTyped());
  }

  /// A default that nobody chose by hand is no reason to keep a draft.
  private List<List<RulesDraft.Rule>> rulesTyped() {
    return new TreeMap<>(rules).values().stream().map(RulesDraft::rules).toList();
  }

  /// The draft as it is, made on the present policy: "I have seen what changed, keep mine".
  TrafficDraft keep() {
    return new TrafficDraft(present, present, mode, shares, sticky, rules);
  }

  /// A draft begun anew on `traffic`, with the same locks.
  TrafficDraft anew(TrafficView traffic, List<VersionView> versions) {
    return of(traffic, versions).withLocks(shares.locked());
  }

  private TrafficDraft withLocks(Set<VersionName> locked) {
    var kept = shares;
    for (var version : locked) {
      if (kept.percent().containsKey(version)) {
        kept = kept.lock(version, true);
      }
    }
    return new TrafficDraft(base, present, mode, kept, sticky, rules);
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
