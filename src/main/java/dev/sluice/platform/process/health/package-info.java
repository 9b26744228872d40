/// Finds out whether an instance is ready, and stays so (R17).
///
/// Start reading at [ProbeLoop]. May depend on `domain` only.
@NullMarked
package dev.sluice.platform.process.health;

import org.jspecify.annotations.NullMarked;
