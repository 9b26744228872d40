package dev.sluice.engine.api;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.Optional;

/// A version as a reader sees it.
///
/// @param reason why it is not well, for the states that say so
/// @param address unlike any other version's, for its whole life (R7)
/// @param configuration with secrets masked; while updating still the one before (R36)
/// @param trafficPercent its share by the service's policy
/// @param operation the one that is running on it
/// @param revision of `configuration`
public record VersionView(
    VersionName name,
    ServiceName service,
    State state,
    Optional<Failure> reason,
    Scale scale,
    Endpoint address,
    Configuration configuration,
    int trafficPercent,
    InstanceCount instances,
    Optional<OperationId> operation,
    Revision revision,
    Instant createdAt,
    Instant updatedAt) {

  /// Where a version is in its life.
  public enum State {
    CREATING,
    UPDATING,
    NORMAL,
    /// instances fail and are restarted (R61)
    DEGRADED,
    BUILD_FAILED,
    DEPLOY_FAILED,
    ROLLBACK_FAILED,
    DELETING;

    /// Whether it can be given traffic (R24).
    public boolean canServe() {
      return switch (this) {
        case UPDATING, NORMAL, DEGRADED -> true;
        case CREATING, BUILD_FAILED, DEPLOY_FAILED, ROLLBACK_FAILED, DELETING -> false;
      };
    }
  }

  /// Whether it has instances.
  public enum Scale {
    ZERO,
    RUNNING,
    STOPPED
  }

  /// @param ready in rotation
  /// @param wanted that should be
  public record InstanceCount(int ready, int wanted) {}
}
