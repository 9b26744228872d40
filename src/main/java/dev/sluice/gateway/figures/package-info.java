/// What the gateway counts. Each event loop has counters of its own, [LoopFigures], without locks
/// and shared with no one; once a second [Figures] takes them and adds them up.
///
/// Start reading at [LoopFigures]. May depend on `domain`, `engine.port` and `gateway.route`.
@NullMarked
package dev.sluice.gateway.figures;

import org.jspecify.annotations.NullMarked;
