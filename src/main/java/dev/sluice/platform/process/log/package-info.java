/// The log of one instance: kept within bounds, with the times at which lines were seen, and read
/// in both directions while it is written.
///
/// Start reading at [TimedLog]. May depend on `engine.port` and on `platform.process.os`.
@NullMarked
package dev.sluice.platform.process.log;

import org.jspecify.annotations.NullMarked;
