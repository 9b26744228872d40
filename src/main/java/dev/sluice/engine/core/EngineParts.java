package dev.sluice.engine.core;

import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.port.TrafficRouter;
import dev.sluice.engine.traffic.RoutePublisher;
import java.time.Duration;
import java.time.InstantSource;

/// What an engine is made of.
///
/// @param info who it is; holds the rules it refuses by
/// @param idleTime without a request, after which a version whose least is 0 has no instance (R64)
public record EngineParts(
    EngineInfo info,
    Store store,
    Platform platform,
    TrafficRouter router,
    RoutePublisher publisher,
    EventCodec codec,
    InstantSource clock,
    Duration idleTime) {

  /// What [#idleTime] is when nobody says otherwise.
  public static final Duration IDLE_TIME = Duration.ofMinutes(5);
}
