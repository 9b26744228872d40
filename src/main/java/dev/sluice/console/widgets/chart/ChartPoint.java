package dev.sluice.console.widgets.chart;

import java.time.Instant;

/// A value at a moment.
public record ChartPoint(Instant at, double value) {}
