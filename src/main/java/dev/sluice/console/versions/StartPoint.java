package dev.sluice.console.versions;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.history.References;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
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

  /// Versions, newest first, each with its snapshots, and the defaults. Blocks.
  static List<StartPoint> all(DeploymentEngine engine, ServiceName service) {
    var points = new ArrayList<StartPoint>();
    References.of(engine, service).forEach(found -> points.add(new StartPoint(found)));
    points.add(DEFAULTS);
    return points;
  }

  /// For a file; [#read] understands it.
  String spelled() {
    return reference
        .map(
            source ->
                switch (source) {
                  case NewVersion.OfVersion of -> "version:" + of.version();
                  case NewVersion.OfSnapshot of -> "snapshot:" + of.snapshot();
                })
        .orElse("");
  }

  /// Empty when it is not what [#spelled] writes.
  static Optional<StartPoint> read(String text) {
    if (text.isEmpty()) {
      return Optional.of(DEFAULTS);
    }
    String name = text.substring(text.indexOf(':') + 1);
    if (text.startsWith("version:")) {
      return VersionName.parse(name).map(of -> new StartPoint(new NewVersion.OfVersion(of)));
    }
    return SnapshotId.isValid(name)
        ? Optional.of(new StartPoint(new NewVersion.OfSnapshot(new SnapshotId(name))))
        : Optional.empty();
  }

  Configuration configuration(DeploymentEngine engine) {
    return reference
        .map(source -> configuration(engine, source))
        .orElse(Configuration.of(new Artifact.Command(Optional.empty())));
  }

  private static Configuration configuration(DeploymentEngine engine, NewVersion.Reference source) {
    return switch (source) {
      case NewVersion.OfVersion of -> engine.getVersion(of.version()).configuration();
      case NewVersion.OfSnapshot of ->
          engine.getSnapshot(References.version(of), of.snapshot()).configuration();
    };
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
          : point
              .reference()
              .map(reference -> References.name(texts, reference))
              .orElseGet(() -> texts.text("editor.start.defaults"));
    }

    @Override
    public StartPoint fromString(String text) {
      throw new UnsupportedOperationException(text);
    }
  }
}
