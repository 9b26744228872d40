package dev.sluice.domain.traffic;

import dev.sluice.domain.service.ServiceName;
import java.time.Instant;

/// One policy that a service has or had (R69).
///
/// @param revision counts the service's policies from 1; 0 is the one it starts with
/// @param by who set it
public record TrafficRecord(
    ServiceName service,
    long revision,
    TrafficPolicy policy,
    String by,
    String remark,
    Instant at) {}
