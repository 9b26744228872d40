@NullMarked
package dev.sluice.launch;

import org.jspecify.annotations.NullMarked;
