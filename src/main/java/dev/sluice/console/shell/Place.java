package dev.sluice.console.shell;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.Optional;

/// Somewhere in the console that can be opened, returned to and named in a link.
public sealed interface Place {

  record Services() implements Place {}

  record Service(ServiceName service, ServiceTab tab) implements Place {}

  record Version(VersionName version, VersionTab tab) implements Place {}

  /// @param copyOf what the form starts from, when it is not to start empty (R18)
  record NewVersion(
      ServiceName service, Optional<dev.sluice.engine.api.NewVersion.Reference> copyOf)
      implements Place {}

  record EditVersion(VersionName version) implements Place {}

  record Progress(OperationId operation) implements Place {}

  record Diff(VersionName version, SnapshotId snapshot) implements Place {}

  /// Two configurations of one service, to read.
  record Compare(
      dev.sluice.engine.api.NewVersion.Reference left,
      dev.sluice.engine.api.NewVersion.Reference right)
      implements Place {}

  record Operations() implements Place {}

  record Settings() implements Place {}

  /// The tabs of one service.
  enum ServiceTab {
    VERSIONS,
    TRAFFIC,
    OPERATIONS,
    LOGS,
    METRICS,
    SETTINGS
  }

  /// The tabs of one version.
  enum VersionTab {
    OVERVIEW,
    INSTANCES,
    CONFIGURATION,
    HISTORY,
    LOGS,
    METRICS
  }
}
