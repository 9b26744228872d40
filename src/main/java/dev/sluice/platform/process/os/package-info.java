/// What the operating system knows about processes: who is alive, who belongs together, and how to
/// start and end them without ever touching a stranger.
///
/// Start reading at [ProcessTable]; Linux is the tested target, elsewhere the view of the JDK and
/// OSHI serves. Depends on the JDK and OSHI only.
@NullMarked
package dev.sluice.platform.process.os;

import org.jspecify.annotations.NullMarked;
