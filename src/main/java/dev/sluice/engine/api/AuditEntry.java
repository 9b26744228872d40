package dev.sluice.engine.api;

import java.time.Instant;
import java.util.Optional;

/// One changing call (R68).
///
/// @param action for example `version.redeploy`
/// @param target what it was about, for example `shop-001`
/// @param outcome `accepted`, or the code of the problem that refused it
/// @param before what it replaced, where that applies
/// @param after what it put there, where that applies
public record AuditEntry(
    long number,
    Instant at,
    String by,
    String action,
    String target,
    String remark,
    String outcome,
    Optional<String> before,
    Optional<String> after) {}
