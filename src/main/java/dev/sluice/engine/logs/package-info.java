/// Reading logs (R70): several at once by time, searched, in pages, and live. Start at [LogPages]
/// and [LogFollower].
///
/// May depend on `domain`, `engine.api` and `engine.port`.
@NullMarked
package dev.sluice.engine.logs;

import org.jspecify.annotations.NullMarked;
