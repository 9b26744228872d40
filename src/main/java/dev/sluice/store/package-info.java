/// The truth on disk: one SQLite database in the engine's data directory.
///
/// Start at [SqliteStore]; the tables stand in [Schema]. May depend on `engine.port` and `domain`.
@NullMarked
package dev.sluice.store;

import org.jspecify.annotations.NullMarked;
