package dev.sluice.engine.api;

import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.Optional;

/// One running copy of a version as a reader sees it.
///
/// @param address `host:port` it listens on, once started
/// @param handle pid, container or pod
/// @param exit how its last run ended, for example `exit code 3`
/// @param cpuPercent of one core, over the last seconds
public record InstanceView(
    InstanceId id,
    VersionName version,
    Revision revision,
    Instance.Phase state,
    Optional<String> address,
    Optional<String> handle,
    Instant startedAt,
    int restarts,
    Optional<String> exit,
    Optional<Double> cpuPercent,
    Optional<Integer> memoryMiB,
    Optional<Integer> inFlight) {}
