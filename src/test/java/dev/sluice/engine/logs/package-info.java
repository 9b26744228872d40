@NullMarked
package dev.sluice.engine.logs;

import org.jspecify.annotations.NullMarked;
