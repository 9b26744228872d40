/// One version: header and tabs. Start reading at [VersionController].
///
/// May depend on `logs` (an instance's log), `metrics` (charts), `history` (a configuration as a
/// list), `shell`, `widgets` and `fx`.
@NullMarked
package dev.sluice.console.versiondetail;

import org.jspecify.annotations.NullMarked;
