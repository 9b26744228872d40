package dev.sluice.console.versions;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;

/// What a new version can start from.
final class Sources {
  private Sources() {}

  static Configuration configuration(DeploymentEngine engine, NewVersion.Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> engine.getVersion(of.version()).configuration();
      case NewVersion.OfSnapshot of -> {
        String id = of.snapshot().value();
        var version = VersionName.parse(id.substring(0, id.indexOf('.'))).orElseThrow();
        yield engine.getSnapshot(version, of.snapshot()).configuration();
      }
    };
  }

  static String name(NewVersion.Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> of.version().toString();
      case NewVersion.OfSnapshot of -> of.snapshot().value();
    };
  }
}
