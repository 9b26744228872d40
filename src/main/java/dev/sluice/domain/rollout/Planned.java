package dev.sluice.domain.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the planner wants: commit `version`, then carry out `effects`.
///
/// @param effects in order
/// @param outcome set when the running operation ended with this step
/// @param wake when to come back with a [Input.Tick], if nothing happens before
public record Planned(
    VersionRecord version,
    List<Effect> effects,
    Optional<Outcome> outcome,
    Optional<Instant> wake) {
  public Planned {
    effects = List.copyOf(effects);
  }
}
