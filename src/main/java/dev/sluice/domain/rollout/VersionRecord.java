package dev.sluice.domain.rollout;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything the engine keeps of one version; what it commits and what the planner plans on.
///
/// @param address for its whole life (R7)
/// @param lastRevision the greatest number ever given to a configuration of it
/// @param lastInstance the greatest number ever given to an instance of it
/// @param lastSnapshot the greatest number ever given to a snapshot of it
/// @param wanted how many instances there should be
/// @param lastScaledAt when `wanted` was last raised or lowered by load
/// @param instances oldest first
public record VersionRecord(
    VersionName name,
    Endpoint address,
    Instant createdAt,
    Instant updatedAt,
    Revision lastRevision,
    int lastInstance,
    int lastSnapshot,
    int wanted,
    Optional<Instant> lastScaledAt,
    RolloutState rollout,
    List<Instance> instances) {
  public VersionRecord {
    instances = List.copyOf(instances);
  }

  public Optional<Instance> find(InstanceId id) {
    return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
  }

  /// Whether nothing of it runs or is to run, and no operation is under way: then there is nothing
  /// to recover.
  public boolean isAtRest() {
    return instances.isEmpty() && wanted == 0 && rollout.operation().isEmpty();
  }

  /// Whether an instance waits to be started again.
  public boolean isBackingOff() {
    return instances.stream().anyMatch(instance -> instance.retryAt().isPresent());
  }

  /// The same with another time of change.
  VersionRecord updated(Instant at) {
    return new VersionRecord(
        name,
        address,
        createdAt,
        at,
        lastRevision,
        lastInstance,
        lastSnapshot,
        wanted,
        lastScaledAt,
        rollout,
        instances);
  }

  /// The same after one more snapshot was taken of it.
  public VersionRecord withSnapshotTaken() {
    return new VersionRecord(
        name,
        address,
        createdAt,
        updatedAt,
        lastRevision,
        lastInstance,
        lastSnapshot + 1,
        wanted,
        lastScaledAt,
        rollout,
        instances);
  }
}
