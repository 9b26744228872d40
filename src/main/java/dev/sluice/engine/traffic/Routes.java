package dev.sluice.engine.traffic;

import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// A service's part of the routing table, made from what the engine holds of it.
public final class Routes {
  private Routes() {}

  /// The host name a service is reached under.
  public static String domain(ServiceName service) {
    return service + ".localhost";
  }

  /// Instances are in rotation exactly while they are ready.
  ///
  /// @param namedAnswers whether answers name version and revision (R40)
  public static ServiceRoute of(
      ServiceRecord service,
      boolean namedAnswers,
      TrafficPolicy policy,
      Collection<VersionRecord> versions) {
    return new ServiceRoute(
        service.name(),
        Set.of(domain(service.name())),
        service.publicAccess(),
        namedAnswers,
        policy,
        versions.stream().map(Routes::of).toList());
  }

  private static VersionRoute of(VersionRecord version) {
    return new VersionRoute(
        version.name(), version.address(), origins(version), isOnDemand(version));
  }

  /// R64. Not while an instance waits to be started again after it failed: who asks then is told so
  /// at once.
  private static boolean isOnDemand(VersionRecord version) {
    boolean runs =
        switch (version.rollout()) {
          case RolloutState.Steady _, RolloutState.Rolling _, RolloutState.Returning _ -> true;
          case RolloutState.Creating _,
              RolloutState.Abandoning _,
              RolloutState.Tending _,
              RolloutState.Freezing _,
              RolloutState.Frozen _,
              RolloutState.Thawing _,
              RolloutState.Deleting _,
              RolloutState.Broken _ ->
              false;
        };
    return runs
        && version.rollout().current().configuration().scaling().min() == 0
        && version.instances().stream()
            .noneMatch(instance -> instance.phase() == Instance.Phase.BACKING_OFF);
  }

  private static List<Origin> origins(VersionRecord version) {
    return version.instances().stream()
        .filter(instance -> instance.phase() == Instance.Phase.READY)
        .map(instance -> origin(instance, version.rollout()))
        .toList();
  }

  /// What an instance speaks is up to the configuration it was started with.
  private static Origin origin(Instance instance, RolloutState rollout) {
    return new Origin(
        instance.id(),
        instance.revision(),
        instance.endpoint().orElseThrow(),
        rollout.specOf(instance.revision()).configuration().protocol());
  }
}
