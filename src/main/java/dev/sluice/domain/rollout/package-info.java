/// How a version gets from one configuration to another, and back, instance by instance.
///
/// [RolloutPlanner] is pure: `(version, input, now) -> (version, effects)`. The engine commits what
/// it returns and then carries the effects out; what they lead to comes back as the next input.
/// Start reading at [RolloutState]. May depend on `domain.service` and `domain.history`.
@NullMarked
package dev.sluice.domain.rollout;

import org.jspecify.annotations.NullMarked;
