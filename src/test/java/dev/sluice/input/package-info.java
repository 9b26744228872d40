/// Throws random and mutated input at the real engine behind its real HTTP face. Start at
/// [dev.sluice.input.BadInputTest].
@NullMarked
package dev.sluice.input;

import org.jspecify.annotations.NullMarked;
