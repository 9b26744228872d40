/// The platform "processes on this computer": instances are real child processes, each in a session
/// and process group of its own, so that they outlive the engine and can be ended as a whole.
///
/// Start at [ProcessPlatform]. May depend on `engine.port` and `domain`; nothing else of ours
/// starts processes.
@NullMarked
package dev.sluice.platform.process;

import org.jspecify.annotations.NullMarked;
