@NullMarked
package dev.sluice.engine.traffic;

import org.jspecify.annotations.NullMarked;
