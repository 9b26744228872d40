/// Decides from load how many instances a version should have. Start at [ScalingRule].
///
/// May depend on `domain`.
@NullMarked
package dev.sluice.engine.scaling;

import org.jspecify.annotations.NullMarked;
