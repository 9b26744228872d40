package dev.sluice.engine.api;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.List;

/// A service as a reader sees it.
///
/// @param domain host name the gateway serves it under, for example `shop.localhost`
/// @param publicAccess whether the domain answers (R4); `public` in the API
/// @param versions all of them, oldest first
/// @param revision grows with every change of the service itself
public record ServiceView(
    ServiceName name,
    String domain,
    boolean publicAccess,
    State state,
    TrafficView traffic,
    List<VersionName> versions,
    long revision,
    Instant createdAt,
    Instant updatedAt) {
  public ServiceView {
    versions = List.copyOf(versions);
  }

  /// Worst first: a service is degraded when one of its versions with traffic is.
  public enum State {
    NORMAL,
    FROZEN,
    DEGRADED
  }
}
