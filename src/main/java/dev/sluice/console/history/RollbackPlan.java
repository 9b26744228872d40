package dev.sluice.console.history;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Forecast;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.VersionView;
import java.util.List;
import java.util.Optional;

/// What a rollback would put in place of what: everything its confirmation stands on.
///
/// @param revision that the version had when this was read; a plan on another one is stale
/// @param operation that was running on it then, on which the checks depend
/// @param entries now on the left, the snapshot on the right
record RollbackPlan(
    VersionName version,
    Revision revision,
    Optional<OperationId> operation,
    Snapshot snapshot,
    List<DiffEntry> entries,
    Forecast forecast) {
  RollbackPlan {
    entries = List.copyOf(entries);
  }

  /// Why a rollback cannot be confirmed just now.
  enum Obstacle {
    GONE,
    BUSY,
    EQUAL,
    CHECK
  }

  /// Blocks.
  static RollbackPlan read(DeploymentEngine engine, VersionName version, SnapshotId snapshot) {
    // Read first: should the version change meanwhile, the plan is stale and is read again.
    var now = engine.getVersion(version);
    return new RollbackPlan(
        version,
        now.revision(),
        now.operation(),
        engine.getSnapshot(version, snapshot),
        engine.diff(new NewVersion.OfVersion(version), new NewVersion.OfSnapshot(snapshot)),
        engine.forecast(version, snapshot));
  }

  /// Whether the version is no longer what it was when this was read.
  boolean isStale(EngineState state) {
    return present(state)
        .filter(now -> !now.revision().equals(revision) || !now.operation().equals(operation))
        .isPresent();
  }

  Optional<Obstacle> obstacle(EngineState state) {
    var now = present(state);
    if (now.isEmpty()) {
      return Optional.of(Obstacle.GONE);
    }
    if (now.get().operation().isPresent()) {
      return Optional.of(Obstacle.BUSY);
    }
    if (new Comparison(entries, false).isEqual()) {
      return Optional.of(Obstacle.EQUAL);
    }
    return ForecastWords.allPassed(forecast) ? Optional.empty() : Optional.of(Obstacle.CHECK);
  }

  private Optional<VersionView> present(EngineState state) {
    return Optional.ofNullable(state.versions().get(version));
  }
}
