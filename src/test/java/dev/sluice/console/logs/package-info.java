@NullMarked
package dev.sluice.console.logs;

import org.jspecify.annotations.NullMarked;
