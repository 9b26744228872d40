package dev.sluice.engine.api;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.Optional;

/// One line of a log.
///
/// @param at when the engine saw that it had been written. An instance writes lines without times,
///   and a look every 150 ms gives all lines since the look before the time of the last of them; so
///   do lines written while no engine ran. Empty when that was not noted or is lost
/// @param instance that wrote it, or that a step of an operation is about
/// @param operation whose step it tells of
/// @param text without the end of the line; the service's own, to be cleaned before it is shown. Of
///   a line longer than 16 KiB the beginning
public record LogLine(
    Optional<Instant> at,
    Optional<InstanceId> instance,
    Optional<VersionName> version,
    Optional<OperationId> operation,
    String text) {}
