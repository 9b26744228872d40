/// The list of services, and one service with its tabs.
///
/// May depend on `metrics` (charts), `shell`, `widgets` and `fx`.
@NullMarked
package dev.sluice.console.services;

import org.jspecify.annotations.NullMarked;
