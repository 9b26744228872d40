package dev.sluice.engine.core;

import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.port.TrafficRouter;
import dev.sluice.engine.traffic.RoutePublisher;
import java.time.Duration;

/// What an engine is made of.
///
/// @param info who it is; holds the rules it refuses by
/// @param choices of whoever runs it
public record EngineParts(
    EngineInfo info,
    Store store,
    Platform platform,
    TrafficRouter router,
    RoutePublisher publisher,
    EventCodec codec,
    EngineClock clock,
    Choices choices) {

  /// What whoever runs the engine may have otherwise.
  ///
  /// @param idleTime without a request, after which a version whose least is 0 has no instance
  ///   (R64)
  /// @param namedAnswers whether the gateway's answers name version and revision (R40)
  public record Choices(Duration idleTime, boolean namedAnswers) {
    /// When nobody says otherwise.
    public static final Choices USUAL = new Choices(Duration.ofMinutes(5), true);
  }
}
