@NullMarked
package dev.sluice.console.widgets.chart;

import org.jspecify.annotations.NullMarked;
