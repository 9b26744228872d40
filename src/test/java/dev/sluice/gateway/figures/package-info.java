@NullMarked
package dev.sluice.gateway.figures;

import org.jspecify.annotations.NullMarked;
