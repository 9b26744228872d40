package dev.sluice.engine.core;

import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import java.util.HashSet;
import java.util.Set;

/// What a deleted version leaves behind is deleted with it, unless somebody else uses it (R60).
final class Deletions {
  private static final int MOST_SNAPSHOTS = 10_000;

  private Deletions() {}

  /// Deletes the files of `version` soon after `work` is committed; until then they might be
  /// needed.
  static void forget(Kernel kernel, Work work, VersionName version) {
    work.afterCommit(() -> kernel.platform.forget(version, used(kernel)));
  }

  /// Every configuration that a living version has, is getting, or could be rolled back to.
  private static Set<Configuration> used(Kernel kernel) {
    var used = new HashSet<Configuration>();
    for (var state : kernel.all()) {
      for (var version : state.versions().values()) {
        used.addAll(version.rollout().configurations());
        kernel.store.snapshots(version.name(), 0, MOST_SNAPSHOTS).items().stream()
            .map(Snapshot::configuration)
            .forEach(used::add);
      }
    }
    return used;
  }
}
