/// The traffic editor: who gets which share of a service's requests.
///
/// May depend on `shell`, `widgets` and `fx`.
@NullMarked
package dev.sluice.console.traffic;

import org.jspecify.annotations.NullMarked;
