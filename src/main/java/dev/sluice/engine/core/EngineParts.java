package dev.sluice.engine.core;

import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.port.TrafficRouter;
import dev.sluice.engine.traffic.RoutePublisher;
import java.time.InstantSource;

/// What an engine is made of.
///
/// @param info who it is; holds the rules it refuses by
public record EngineParts(
    EngineInfo info,
    Store store,
    Platform platform,
    TrafficRouter router,
    RoutePublisher publisher,
    EventCodec codec,
    InstantSource clock) {}
