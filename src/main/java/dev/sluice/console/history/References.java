package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.VersionView;
import java.util.ArrayList;
import java.util.List;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Configurations that can be compared: versions as they are now, and their snapshots.
public final class References {
  private static final int SNAPSHOTS = 50;

  private References() {}

  /// All of a service, newest version first, each followed by its newest snapshots. Blocks.
  public static List<NewVersion.Reference> of(DeploymentEngine engine, ServiceName service) {
    var all = new ArrayList<NewVersion.Reference>();
    for (var version : engine.listVersions(service).reversed()) {
      all.addAll(of(engine, version));
    }
    return List.copyOf(all);
  }

  /// One version and its newest snapshots. Blocks.
  public static List<NewVersion.Reference> of(DeploymentEngine engine, VersionView version) {
    var all = new ArrayList<NewVersion.Reference>();
    all.add(new NewVersion.OfVersion(version.name()));
    engine.listSnapshots(version.name(), new Page.Request(0, SNAPSHOTS)).items().stream()
        .map(Snapshot::id)
        .map(NewVersion.OfSnapshot::new)
        .forEach(all::add);
    return List.copyOf(all);
  }

  public static VersionName version(NewVersion.Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> of.version();
      case NewVersion.OfSnapshot of -> {
        String id = of.snapshot().value();
        yield VersionName.parse(id.substring(0, id.indexOf('.'))).orElseThrow();
      }
    };
  }

  /// For example "shop-001 now" or "shop-001 snapshot 2".
  public static String name(Texts texts, NewVersion.Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> texts.text("compare.version", of.version());
      case NewVersion.OfSnapshot of -> {
        String id = of.snapshot().value();
        yield texts.text("compare.snapshot", version(reference), id.substring(id.indexOf('.') + 1));
      }
    };
  }

  /// For choices.
  public static final class Names extends StringConverter<NewVersion.Reference> {
    private final Texts texts;

    public Names(Texts texts) {
      this.texts = texts;
    }

    @Override
    public String toString(NewVersion.@Nullable Reference reference) {
      return reference == null ? "" : name(texts, reference);
    }

    @Override
    public NewVersion.Reference fromString(String text) {
      throw new UnsupportedOperationException(text);
    }
  }
}
