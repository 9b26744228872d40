package dev.sluice.console.versions;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Drafts that were left and kept: one for each version that is edited, and one new version for
/// each service. They end with the console; secrets that were typed are written nowhere.
final class KeptDrafts {
  private final Map<VersionName, Kept> edited = new HashMap<>();
  private final Map<ServiceName, Kept> created = new HashMap<>();

  /// @param startTraffic 0 or 100
  record Kept(EditorMode mode, EditorDraft draft, int startTraffic) {}

  void keep(Kept kept) {
    switch (kept.mode()) {
      case EditorMode.Create create -> created.put(create.service(), kept);
      case EditorMode.Redeploy redeploy -> edited.put(redeploy.name(), kept);
    }
  }

  /// The one for `mode`, which is kept no longer.
  Optional<Kept> take(EditorMode mode) {
    return Optional.ofNullable(
        switch (mode) {
          case EditorMode.Create create -> created.remove(create.service());
          case EditorMode.Redeploy redeploy -> edited.remove(redeploy.name());
        });
  }
}
