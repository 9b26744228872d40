/// The rules that keep the packages apart, and under `planted` a small program that breaks each of
/// them, so that every rule is seen to bite.
@NullMarked
package dev.sluice.architecture;

import org.jspecify.annotations.NullMarked;
