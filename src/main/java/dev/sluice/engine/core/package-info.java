/// Takes commands and observations and decides: one writer per service, in order; readers get
/// immutable views. Start at [LocalDeploymentEngine], then [ServiceWriter].
///
/// May depend on everything in `engine` but `engine.runtime`, and `domain`.
@NullMarked
package dev.sluice.engine.core;

import org.jspecify.annotations.NullMarked;
