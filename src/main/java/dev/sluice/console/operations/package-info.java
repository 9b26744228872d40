/// Operations: the list of all, and one while it runs and after it ended.
///
/// Start reading at [OperationProgress], what the screen of one operation shows, and
/// [ProgressController]. May depend on `shell`, `widgets` and `fx`.
@NullMarked
package dev.sluice.console.operations;

import org.jspecify.annotations.NullMarked;
