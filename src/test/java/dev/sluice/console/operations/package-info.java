@NullMarked
package dev.sluice.console.operations;

import org.jspecify.annotations.NullMarked;
