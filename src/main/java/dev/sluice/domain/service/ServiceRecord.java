package dev.sluice.domain.service;

import java.time.Instant;

/// What the engine keeps of one service, beside its traffic policy and its versions.
///
/// @param publicAccess whether its domain answers (R4)
/// @param lastVersion the greatest number ever given to a version of it (R6)
/// @param revision grows with every change of the service itself
public record ServiceRecord(
    ServiceName name,
    boolean publicAccess,
    int lastVersion,
    long revision,
    Instant createdAt,
    Instant updatedAt) {}
