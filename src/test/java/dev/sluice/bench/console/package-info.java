/// Measures the console beside a bare table of JavaFX.
@NullMarked
package dev.sluice.bench.console;

import org.jspecify.annotations.NullMarked;
