/// Controls that several features show: state pills, traffic bars, the colours of versions.
///
/// May depend on `fx`.
@NullMarked
package dev.sluice.console.widgets;

import org.jspecify.annotations.NullMarked;
