/// Holds instances to the CPU and memory of their configuration, with the control groups (cgroups)
/// of Linux where they can be written.
///
/// Start reading at [RunGroups]. May depend on `domain` only.
@NullMarked
package dev.sluice.platform.process.limits;

import org.jspecify.annotations.NullMarked;
