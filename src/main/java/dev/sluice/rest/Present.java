package dev.sluice.rest;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;

/// The configuration that a reference names, as a reader may see it.
final class Present {
  private Present() {}

  static Configuration of(DeploymentEngine engine, NewVersion.Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> engine.getVersion(of.version()).configuration();
      case NewVersion.OfSnapshot of -> {
        String id = of.snapshot().value();
        var version =
            VersionName.parse(id.substring(0, id.indexOf('.')))
                .orElseThrow(() -> Refusals.notFound("Snapshot", id));
        yield engine.getSnapshot(version, of.snapshot()).configuration();
      }
    };
  }
}
