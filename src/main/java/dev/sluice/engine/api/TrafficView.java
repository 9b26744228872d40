package dev.sluice.engine.api;

import dev.sluice.domain.traffic.TrafficPolicy;
import java.time.Instant;

/// A service's traffic policy as a reader sees it.
///
/// @param revision counts the policies the service has had; 0 before the first
/// @param by who set it
public record TrafficView(TrafficPolicy policy, long revision, Instant updatedAt, String by) {}
