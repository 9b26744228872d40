package dev.sluice.engine.api;

import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import java.util.List;

/// Compares configurations for [FakeDeploymentEngine] as an engine does, field by field.
final class FakeDiff {
  private FakeDiff() {}

  static List<DiffEntry> between(Configuration before, Configuration after) {
    return ConfigurationDiff.between(before, after);
  }
}
