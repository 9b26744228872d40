@NullMarked
package dev.sluice.engine.core;

import org.jspecify.annotations.NullMarked;
