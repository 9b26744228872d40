/// A version's snapshots, the comparison of one with the present configuration, and the rollback
/// that is confirmed there and nowhere else (R52).
///
/// Start reading at [Comparison] and [DiffController]. May depend on `shell`, `widgets` and `fx`.
@NullMarked
package dev.sluice.console.history;

import org.jspecify.annotations.NullMarked;
