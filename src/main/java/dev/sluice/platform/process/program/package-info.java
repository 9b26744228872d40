/// This very program as processes of its own: the engine that a console starts, the gateway that an
/// engine starts, and the data directory they share.
///
/// May depend on `engine.port` and `platform.process.os`.
@NullMarked
package dev.sluice.platform.process.program;

import org.jspecify.annotations.NullMarked;
