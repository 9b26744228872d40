package dev.sluice.console.versions;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.VersionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// What a new version can start from: another version, a snapshot, or the defaults (R18).
///
/// @param reference empty for the defaults
record StartPoint(Optional<NewVersion.Reference> reference) {
  private static final StartPoint DEFAULTS = new StartPoint(Optional.empty());

  StartPoint(NewVersion.Reference reference) {
    this(Optional.of(reference));
  }

  /// The version with most of the traffic, the newest of equals; the defaults when there is none.
  static StartPoint serving(List<VersionView> versions) {
    return versions.stream()
        .max(Comparator.comparingInt(VersionView::trafficPercent).thenComparing(VersionView::name))
        .map(version -> new StartPoint(new NewVersion.OfVersion(version.name())))
        .orElse(DEFAULTS);
  }

  /// Versions, newest first, and the defaults.
  static List<StartPoint> all(List<VersionView> versions) {
    var points = new ArrayList<StartPoint>();
    versions.reversed().stream()
        .map(version -> new StartPoint(new NewVersion.OfVersion(version.name())))
        .forEach(points::add);
    points.add(DEFAULTS);
    return points;
  }

  Configuration configuration(DeploymentEngine engine) {
    return reference
        .map(source -> Sources.configuration(engine, source))
        .orElse(Configuration.of(new Artifact.Command(Optional.empty())));
  }

  /// Shows them in the present language.
  static final class Names extends StringConverter<StartPoint> {
    private final Texts texts;

    Names(Texts texts) {
      this.texts = texts;
    }

    @Override
    public String toString(@Nullable StartPoint point) {
      return point == null
          ? ""
          : point.reference().map(Sources::name).orElse(texts.text("editor.start.defaults"));
    }

    @Override
    public StartPoint fromString(String text) {
      throw new UnsupportedOperationException(text);
    }
  }
}
