package dev.sluice.gateway.route;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;

/// What was counted for one instance since the gateway started.
///
/// @param requests answered or failed
/// @param serverErrors answers with status 5xx, by the instance or made by the gateway for it
/// @param gatewayErrors those of `serverErrors` that the gateway made itself
/// @param inFlight now
public record OriginFigures(
    InstanceId instance,
    VersionName version,
    long requests,
    long serverErrors,
    long gatewayErrors,
    int inFlight) {}
