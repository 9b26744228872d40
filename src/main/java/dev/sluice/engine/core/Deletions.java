package dev.sluice.engine.core;

import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What a deleted version leaves behind is deleted with it, unless somebody else uses it (R60).
final class Deletions {
  private static final int MOST_SNAPSHOTS = 10_000;

  private Deletions() {}

  /// Deletes the files of `version` soon after `work` is committed; until then they might be
  /// needed.
  static void forget(Kernel kernel, Work work, VersionName version) {
    work.afterCommit(() -> kernel.platform.forget(version, () -> used(kernel)));
  }

  /// Deletes what nobody uses any more: what is left of a deletion that a crash interrupted, and
  /// uploads that nothing was made of.
  static void tidy(Kernel kernel) {
    kernel.platform.tidy(() -> versions(kernel), () -> used(kernel));
  }

  private static Set<VersionName> versions(Kernel kernel) {
    return kernel.all().stream()
        .flatMap(state -> state.versions().keySet().stream())
        .collect(Collectors.toSet());
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
