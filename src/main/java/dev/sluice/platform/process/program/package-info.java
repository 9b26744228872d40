/// This program's own processes on this computer: how to start it again, find it again, and keep
/// two engines off one data directory.
///
/// Start reading at [DataDirectory]. May depend on `engine.port` and `platform.process.os`.
@NullMarked
package dev.sluice.platform.process.program;

import org.jspecify.annotations.NullMarked;
