/// Carries out what the planner in `domain.rollout` wants, and forecasts what it would want. Start
/// at [EffectRunner].
///
/// May depend on `domain`, `engine.api` and `engine.port`.
@NullMarked
package dev.sluice.engine.rollout;

import org.jspecify.annotations.NullMarked;
