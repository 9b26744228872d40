package dev.sluice.engine.api;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.List;

/// Something changed. Numbers have no gaps, also across restarts of the engine; a reader that has
/// seen number n has seen every change up to n.
///
/// @param number counts from 1
/// @param at when it was committed
public record EngineEvent(long number, Instant at, Change change) {

  /// What changed. Each carries the whole present view, so that a reader can replace what it holds.
  public sealed interface Change {}

  public record ServiceChanged(ServiceView service) implements Change {}

  public record ServiceDeleted(ServiceName service) implements Change {}

  /// @param instances all instances of the version at this moment
  public record VersionChanged(VersionView version, List<InstanceView> instances)
      implements Change {
    public VersionChanged {
      instances = List.copyOf(instances);
    }
  }

  public record VersionDeleted(VersionName version) implements Change {}

  public record OperationChanged(Operation operation) implements Change {}

  public record SnapshotAdded(VersionName version, SnapshotId snapshot) implements Change {}
}
