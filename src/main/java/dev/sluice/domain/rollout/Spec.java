package dev.sluice.domain.rollout;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Revision;

/// A configuration and its number.
public record Spec(Revision revision, Configuration configuration) {}
