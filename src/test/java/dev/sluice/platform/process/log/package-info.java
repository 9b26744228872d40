@NullMarked
package dev.sluice.platform.process.log;

import org.jspecify.annotations.NullMarked;
