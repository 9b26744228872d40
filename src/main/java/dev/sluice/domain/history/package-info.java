/// What happened and what was: operations and their steps, snapshots, and the diff of two
/// configurations.
///
/// May depend on `domain.service` and `domain.traffic`.
@NullMarked
package dev.sluice.domain.history;

import org.jspecify.annotations.NullMarked;
