/// The access log: one JSON line for a request, written off the event loops into files of bounded
/// size.
///
/// Start reading at [AccessLog]. May depend on `domain`.
@NullMarked
package dev.sluice.gateway.access;

import org.jspecify.annotations.NullMarked;
