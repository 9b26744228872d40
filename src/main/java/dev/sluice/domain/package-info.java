/// Values only: names, configurations, traffic policies, the rollout planner, history.
///
/// Nothing here does I/O, starts a thread, reads a clock or knows JavaFX, so everything can be
/// tested by calling it. Start reading at [dev.sluice.domain.service.Configuration] and
/// [dev.sluice.domain.rollout.RolloutPlanner]. Depends on nothing of ours.
@NullMarked
package dev.sluice.domain;

import org.jspecify.annotations.NullMarked;
