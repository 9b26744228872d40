/// The editor of a version's configuration, for a new version and for "edit and redeploy" alike.
///
/// [ConfigurationForm] holds what is typed and knows no scene; [EditorController] shows it. May
/// depend on `console.fx`, `console.shell`, `console.widgets`, `console.history` and the engine's
/// API.
@NullMarked
package dev.sluice.console.versions;

import org.jspecify.annotations.NullMarked;
