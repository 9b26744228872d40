package dev.sluice.gateway.access;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.Optional;

/// One request, as it ended.
///
/// @param at when it ended
/// @param service that was asked for, when one was found
/// @param version that answered, or was to
/// @param instance the last one it was sent to
/// @param asked absent when it could not be read
/// @param answered what the user agent saw
public record AccessEntry(
    Instant at,
    Optional<ServiceName> service,
    Optional<VersionName> version,
    Optional<InstanceId> instance,
    Asked asked,
    Answered answered) {

  /// What the user agent sent.
  ///
  /// @param method empty when the request could not be read
  /// @param path as sent, without query and path parameters, where secrets stand; see [LoggedPath]
  /// @param from the user agent's address, or that of the last proxy before the gateway
  /// @param requestId its `X-Request-Id`; empty without one
  public record Asked(String method, String path, String from, String requestId) {}

  /// @param status 499 when the user agent went away before the answer had begun
  /// @param reason why the gateway answered, or broke off, in an instance's stead; empty when it
  ///   did not
  /// @param nanos from the end of the request's head; 0 when it could not be read
  /// @param retries second tries
  public record Answered(
      int status, String reason, long nanos, long bytesIn, long bytesOut, int retries) {}
}
