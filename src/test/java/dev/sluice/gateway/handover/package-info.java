@NullMarked
package dev.sluice.gateway.handover;

import org.jspecify.annotations.NullMarked;
