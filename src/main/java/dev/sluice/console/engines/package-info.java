/// The engines the operator knows: adding one after comparing its certificate, protecting it,
/// choosing it.
///
/// May depend on `shell`, `connect`, `widgets` and `fx`.
@NullMarked
package dev.sluice.console.engines;

import org.jspecify.annotations.NullMarked;
