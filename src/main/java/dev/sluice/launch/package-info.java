/// The mains and composition roots: reads the command line and puts the parts together.
///
/// Start reading at [dev.sluice.launch.Main]. May depend on every other package; none depends on
/// it.
@NullMarked
package dev.sluice.launch;

import org.jspecify.annotations.NullMarked;
