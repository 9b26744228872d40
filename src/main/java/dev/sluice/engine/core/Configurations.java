package dev.sluice.engine.core;

import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.NewVersion.Reference;
import dev.sluice.engine.port.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Finds configurations and makes drafts ready to be deployed. Reads and copies files, so never on
/// a writer.
final class Configurations {
  private static final int PAGE = 20;
  private static final String UPLOAD = "artifact.upload";

  private final Kernel kernel;
  private final ConfigurationRules rules;

  Configurations(Kernel kernel, ConfigurationRules rules) {
    this.kernel = kernel;
    this.rules = rules;
  }

  /// The configuration a reference names, with its secrets.
  Configuration get(Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of ->
          kernel
              .get(of.version().service())
              .find(of.version())
              .orElseThrow(() -> Problems.unknownVersion(of.version()))
              .rollout()
              .current()
              .configuration();
      case NewVersion.OfSnapshot of -> getSnapshot(of.snapshot()).configuration();
    };
  }

  Snapshot getSnapshot(SnapshotId id) {
    return kernel.store.snapshot(id).orElseThrow(() -> Problems.unknownSnapshot(id));
  }

  Snapshot getSnapshot(VersionName version, SnapshotId id) {
    return Optional.of(getSnapshot(id))
        .filter(snapshot -> snapshot.version().equals(version))
        .orElseThrow(() -> Problems.unknownSnapshot(id));
  }

  /// Every field in which `present` differs from what it had at revision `base`; none when it was
  /// only restarted since, or never had that revision.
  List<DiffEntry> changedSince(VersionRecord present, Revision base) {
    var now = present.rollout().current().configuration();
    return ConfigurationDiff.between(replacedAt(present.name(), base).orElse(now), now).stream()
        .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
        .toList();
  }

  /// What was replaced first of what came at or after revision `base`: a restart leaves no
  /// snapshot, and no change.
  private Optional<Configuration> replacedAt(VersionName version, Revision base) {
    Optional<Configuration> found = Optional.empty();
    for (long offset = 0; ; offset += PAGE) {
      var page = kernel.store.snapshots(version, offset, PAGE);
      for (var snapshot : page.items()) {
        if (snapshot.revision().compareTo(base) < 0) {
          return found;
        }
        found = Optional.of(snapshot.configuration());
      }
      if (offset + PAGE >= page.total()) {
        return found;
      }
    }
  }

  /// What a new version is to be deployed with.
  Configuration resolve(NewVersion.Origin origin) {
    return switch (origin) {
      case NewVersion.CopyOf copy -> get(copy.source());
      case NewVersion.Given given ->
          given
              .base()
              .map(base -> given.configuration().withSecretsOf(get(base)))
              .orElse(given.configuration());
    };
  }

  /// Checks a draft against every rule and takes its artifact in.
  Configuration ready(Configuration draft) {
    var violations = rules.check(draft);
    if (!violations.isEmpty()) {
      throw Problems.invalid(violations.stream().map(v -> v.within("configuration")).toList());
    }
    try {
      var imported = kernel.platform.importArtifact(draft);
      kernel
          .platform
          .missing(imported)
          .ifPresent(
              why -> {
                throw Problems.cannotImport(why);
              });
      return imported;
    } catch (Platform.NoSpaceException e) {
      throw Problems.noSpace(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Problems.cannotImport(String.valueOf(e.getMessage()));
    }
  }

  /// Takes bytes in that a draft is going to name.
  ///
  /// @return `sha256:…`
  String upload(InputStream bytes, Audit audit) {
    return audit.recording(
        new Audit.Call(UPLOAD, "", ""),
        () -> {
          String digest = store(bytes);
          audit.accepted(new Audit.Call(UPLOAD, digest, ""));
          return digest;
        });
  }

  private String store(InputStream bytes) {
    try {
      return kernel.platform.store(bytes);
    } catch (Platform.NoSpaceException e) {
      throw Problems.noSpace(String.valueOf(e.getMessage()));
    } catch (Platform.TooLargeException e) {
      throw Problems.artifactTooLarge(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// R57: a snapshot that can still be deployed.
  Configuration ready(Snapshot snapshot) {
    var violations = rules.check(snapshot.configuration());
    if (!violations.isEmpty()) {
      throw Problems.cannotRollBack(snapshot.id(), violations.getFirst().message());
    }
    kernel
        .platform
        .missing(snapshot.configuration())
        .ifPresent(
            why -> {
              throw Problems.cannotRollBack(snapshot.id(), why);
            });
    return snapshot.configuration();
  }
}
