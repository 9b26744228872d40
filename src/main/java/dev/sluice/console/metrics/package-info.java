/// What was measured of versions, as charts. Start reading at [MetricCharts].
///
/// Other screens put [MetricCharts] beside what they are about. May depend on `shell`, `widgets`
/// and `fx`.
@NullMarked
package dev.sluice.console.metrics;

import org.jspecify.annotations.NullMarked;
