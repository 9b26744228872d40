/// A small real service, `sluice sample`, for the first run, demonstrations and tests. Start
/// reading at [SampleService].
///
/// Depends on nothing of the program: it is on the other side of the gateway.
@NullMarked
package dev.sluice.sample;

import org.jspecify.annotations.NullMarked;
