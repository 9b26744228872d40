/// Instances as processes on this computer: nothing to install.
///
/// Start reading at [ProcessPlatform], which puts the parts together, and [WatchedRun], which is
/// one run of one instance. How processes are told apart is in `os`, how they are probed in
/// `health`, what they are made of in `artifact`, what they write in `log`; this program's own
/// processes are in `program`. May depend on `domain` and `engine.port`, and on no other adapter.
@NullMarked
package dev.sluice.platform.process;

import org.jspecify.annotations.NullMarked;
