package dev.sluice.console.history;

import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.ConfigurationDiff.PartSummary;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One snapshot in the list.
///
/// @param replacedBy the operation that replaced this configuration, while it is known
/// @param changes what changed next: from this snapshot to the one after it, or to the present
record HistoryRow(Snapshot snapshot, Optional<Operation> replacedBy, List<PartSummary> changes) {
  HistoryRow {
    changes = List.copyOf(changes);
  }

  /// Reads one page, newest first (R50). Blocks.
  static Page<HistoryRow> read(DeploymentEngine engine, VersionName version, Page.Request page) {
    var snapshots = engine.listSnapshots(version, page);
    var rows = new ArrayList<HistoryRow>();
    for (int i = 0; i < snapshots.items().size(); i++) {
      boolean newest = page.page() == 0 && i == 0;
      rows.add(row(engine, snapshots.items().get(i), newest));
    }
    return new Page<>(rows, snapshots.total());
  }

  private static HistoryRow row(DeploymentEngine engine, Snapshot snapshot, boolean newest) {
    var next =
        newest
            ? new NewVersion.OfVersion(snapshot.version())
            : new NewVersion.OfSnapshot(after(snapshot));
    // The engine compares, because only it can tell whether a secret changed.
    var entries = engine.diff(new NewVersion.OfSnapshot(snapshot.id()), next);
    return new HistoryRow(
        snapshot, operation(engine, snapshot), ConfigurationDiff.summary(entries));
  }

  private static SnapshotId after(Snapshot snapshot) {
    return new SnapshotId(snapshot.version() + "." + (snapshot.number() + 1));
  }

  private static Optional<Operation> operation(DeploymentEngine engine, Snapshot snapshot) {
    try {
      return Optional.of(engine.getOperation(snapshot.operation()));
    } catch (ProblemException e) {
      if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
