package dev.sluice.launch;

import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What may answer a request: by every policy that was acknowledged or under way while the request
/// was, and by no revision that was replaced before.
final class InForce {
  private final List<TrafficPolicy> policies = new ArrayList<>();
  private final Map<String, Integer> revisions = new HashMap<>();
  private int acknowledged;

  InForce(TrafficPolicy first) {
    policies.add(first);
  }

  /// What was known when a request was sent.
  record Moment(int policy, Map<String, Integer> revisions) {}

  synchronized void ask(TrafficPolicy policy) {
    policies.add(policy);
  }

  synchronized void acknowledge() {
    acknowledged = policies.size() - 1;
  }

  /// No older one answers any more.
  synchronized void replaced(VersionName version, int revision) {
    revisions.put(version.toString(), revision);
  }

  synchronized Moment now() {
    return new Moment(acknowledged, Map.copyOf(revisions));
  }

  /// Whether a request that was sent at `sent` and is answered now may be answered by this.
  synchronized boolean allows(Moment sent, String version, int revision) {
    Set<String> versions = new HashSet<>();
    policies
        .subList(sent.policy(), policies.size())
        .forEach(policy -> policy.versions().forEach(one -> versions.add(one.toString())));
    return versions.contains(version) && revision >= sent.revisions().getOrDefault(version, 1);
  }
}
