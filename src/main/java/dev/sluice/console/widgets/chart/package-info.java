/// Lines over time. Start reading at [TimeChart]; what is drawn where is computed without a window
/// by [ValueScale], [TimeTicks] and [Trace].
///
/// May depend on `fx`.
@NullMarked
package dev.sluice.console.widgets.chart;

import org.jspecify.annotations.NullMarked;
