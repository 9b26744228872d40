package dev.sluice.engine.api;

import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import java.util.Optional;

/// What a version is created from.
///
/// @param startTraffic 0 or 100 (R8)
/// @param remark why, in the operator's words
public record NewVersion(Origin origin, int startTraffic, String remark) {

  /// Where the configuration comes from (R18).
  public sealed interface Origin {}

  /// Given in full. A secret without a value takes the one of the version or snapshot in `base`.
  public record Given(Configuration configuration, Optional<Reference> base) implements Origin {}

  /// As another version's or a snapshot's, secrets included.
  public record CopyOf(Reference source) implements Origin {}

  /// A configuration the engine holds; `version:shop-001` or `snapshot:shop-001.2` in the API.
  public sealed interface Reference {}

  public record OfVersion(VersionName version) implements Reference {}

  public record OfSnapshot(SnapshotId snapshot) implements Reference {}
}
