package dev.sluice.console.versions;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.ProblemException;
import java.util.ArrayList;
import java.util.Optional;

/// Reads what the editor starts from. Blocks.
final class EditorPlaces {
  private final DeploymentEngine engine;

  EditorPlaces(DeploymentEngine engine) {
    this.engine = engine;
  }

  EditorMode redeploy(VersionName version) {
    return new EditorMode.Redeploy(engine.getVersion(version), engine.info().rules());
  }

  /// @param kept what a draft that was kept started from; it may be gone
  EditorMode create(
      ServiceName service, Optional<NewVersion.Reference> copyOf, Optional<StartPoint> kept) {
    try {
      return kept.map(start -> create(service, start)).orElseGet(() -> create(service, copyOf));
    } catch (ProblemException e) {
      if (kept.isEmpty()) {
        throw e;
      }
      return create(service, copyOf);
    }
  }

  /// Like the version that has most of the traffic, when nothing else is asked for: that is what
  /// people mean by a new version.
  EditorMode create(ServiceName service, Optional<NewVersion.Reference> copyOf) {
    return create(
        service,
        copyOf
            .map(StartPoint::new)
            .orElseGet(() -> StartPoint.serving(engine.listVersions(service))));
  }

  EditorMode create(ServiceName service, StartPoint start) {
    var points = new ArrayList<StartPoint>();
    points.add(start);
    StartPoint.all(engine, service).stream()
        .filter(point -> !point.equals(start))
        .forEach(points::add);
    var base = start.configuration(engine).withRemark("");
    return new EditorMode.Create(service, start, points, base, engine.info().rules());
  }
}
