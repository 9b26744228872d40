package dev.sluice.engine.api;

import java.time.Instant;

/// What was measured of a version in one short span, about a second.
///
/// @param at end of the span
public record MetricPoint(Instant at, TrafficFigures traffic, VersionUse use) {}
