package dev.sluice.gateway.route;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;

/// What one instance is doing.
///
/// @param inFlight requests now
public record OriginFigures(InstanceId instance, VersionName version, int inFlight) {}
