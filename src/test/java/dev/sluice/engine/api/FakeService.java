package dev.sluice.engine.api;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What [FakeDeploymentEngine] keeps of one service. Guarded by the engine's lock.
final class FakeService {
  final ServiceName name;
  final Instant createdAt;
  final SortedMap<VersionName, FakeVersion> versions = new TreeMap<>();
  final List<TrafficView> policies = new ArrayList<>();
  boolean publicAccess;
  boolean frozen;
  int lastVersion;
  long revision = 1;
  Instant updatedAt;

  FakeService(ServiceName name, boolean publicAccess, String by, Instant now) {
    this.name = name;
    this.publicAccess = publicAccess;
    this.createdAt = now;
    this.updatedAt = now;
    policies.add(new TrafficView(TrafficPolicy.ByPercent.OFF, 0, now, by));
  }

  TrafficView traffic() {
    return policies.getLast();
  }

  int shareOf(VersionName version) {
    return traffic().policy().shareOf(version).value();
  }

  ServiceView view() {
    return new ServiceView(
        name,
        name + ".localhost",
        publicAccess,
        state(),
        traffic(),
        List.copyOf(versions.keySet()),
        revision,
        createdAt,
        updatedAt);
  }

  private ServiceView.State state() {
    if (frozen) {
      return ServiceView.State.FROZEN;
    }
    return degraded() ? ServiceView.State.DEGRADED : ServiceView.State.NORMAL;
  }

  private boolean degraded() {
    return versions.values().stream()
        .anyMatch(v -> v.state == VersionView.State.DEGRADED && shareOf(v.name) > 0);
  }
}
