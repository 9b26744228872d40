/// What the operator can choose about the console itself.
///
/// May depend on `shell`, `widgets` and `fx`.
@NullMarked
package dev.sluice.console.settings;

import org.jspecify.annotations.NullMarked;
