/// What the gateway counted, remembered for a quarter of an hour and answered in windows.
///
/// Start reading at [TrafficHistory]. May depend on `domain`, `engine.api` and `engine.port`.
@NullMarked
package dev.sluice.engine.metrics;

import org.jspecify.annotations.NullMarked;
