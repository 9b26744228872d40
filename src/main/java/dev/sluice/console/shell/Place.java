package dev.sluice.console.shell;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.NewVersion.Reference;
import java.util.Optional;

/// Somewhere in the console that can be opened, returned to and named in a link.
public sealed interface Place {

  record Services() implements Place {}

  /// The services, with a new one being asked for.
  ///
  /// @param artifact of its first version, when that is known
  record NewService(Optional<Artifact> artifact) implements Place {}

  record Service(ServiceName service, ServiceTab tab) implements Place {}

  record Version(VersionName version, VersionTab tab) implements Place {}

  /// @param copyOf what the form starts from, when it is not to start empty (R18)
  /// @param artifact that stands in the form already, in place of what it starts from
  record NewVersion(ServiceName service, Optional<Reference> copyOf, Optional<Artifact> artifact)
      implements Place {
    public NewVersion(ServiceName service, Optional<Reference> copyOf) {
      this(service, copyOf, Optional.empty());
    }
  }

  record EditVersion(VersionName version) implements Place {}

  record Progress(OperationId operation) implements Place {}

  record Diff(VersionName version, SnapshotId snapshot) implements Place {}

  /// Two configurations of one service, to read.
  record Compare(
      dev.sluice.engine.api.NewVersion.Reference left,
      dev.sluice.engine.api.NewVersion.Reference right)
      implements Place {}

  record Operations() implements Place {}

  record Engines() implements Place {}

  record Settings() implements Place {}

  /// The service that it is about, when it names one.
  default Optional<ServiceName> about() {
    return switch (this) {
      case Service place -> Optional.of(place.service());
      case Version place -> Optional.of(place.version().service());
      case NewVersion place -> Optional.of(place.service());
      case EditVersion place -> Optional.of(place.version().service());
      case Diff place -> Optional.of(place.version().service());
      // Compare reads what it shows by itself.
      case Services _, NewService _, Progress _, Compare _, Operations _, Engines _, Settings _ ->
          Optional.empty();
    };
  }

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
