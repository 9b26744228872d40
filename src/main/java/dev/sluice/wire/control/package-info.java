/// The gateway's control channel as JSON records: one [ControlRequest] a line, answered by one
/// [ControlAnswer] a line. Also what the gateway keeps its last table as.
///
/// May depend on `domain`.
@NullMarked
package dev.sluice.wire.control;

import org.jspecify.annotations.NullMarked;
