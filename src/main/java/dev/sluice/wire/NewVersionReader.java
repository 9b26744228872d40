package dev.sluice.wire;

import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.NewVersion.Reference;
import java.util.Optional;
import java.util.function.Function;

/// Reads what a version is created from: a whole configuration, or a copy with what is different.
final class NewVersionReader {
  /// Stands for what could not be read; never leaves the reader, because something is refused then.
  private static final Reference UNREADABLE = new NewVersion.OfSnapshot(new SnapshotId("none.0"));

  private NewVersionReader() {}

  /// @param present finds the configuration a reference names; asked only when nothing was refused
  ///   before, so that a misspelt request is not answered with "unknown version"
  static NewVersion read(Fields fields, Function<Reference, Configuration> present) {
    var copyOf = fields.object("copyOf").map(NewVersionReader::copied);
    var overrides = fields.object("overrides");
    var given = fields.object("configuration");
    int startTraffic = fields.integer("startTraffic").orElse(0);
    String remark = fields.text("remark").orElse("");
    if (given.isPresent() == copyOf.isPresent()) {
      fields.refuse(Violations.notA("configuration", "given, or copyOf instead of it"));
    } else if (given.isPresent() && overrides.isPresent()) {
      fields.refuse(Violations.unknownField("overrides"));
    }
    NewVersion.Origin origin =
        copyOf.isPresent()
            ? copy(copyOf.get(), overrides, present)
            : new NewVersion.Given(
                given.map(g -> ConfigurationReader.read(g, Optional.empty())).orElse(nothing()),
                Optional.empty());
    return new NewVersion(origin, startTraffic, remark);
  }

  private static NewVersion.Origin copy(
      Reference source, Optional<Fields> overrides, Function<Reference, Configuration> present) {
    if (overrides.isEmpty()) {
      return new NewVersion.CopyOf(source);
    }
    var changed = overrides.get();
    var base = changed.nothingRefused() ? present.apply(source) : nothing();
    return new NewVersion.Given(
        ConfigurationReader.read(changed, Optional.of(base)), Optional.of(source));
  }

  /// `{version}` or `{snapshot}`
  private static Reference copied(Fields fields) {
    var version = fields.text("version");
    var snapshot = fields.text("snapshot");
    fields.end();
    if (version.isPresent() == snapshot.isPresent()) {
      fields.refuse(Violations.notA(fields.at("version"), "given, or snapshot instead of it"));
      return UNREADABLE;
    }
    return version
        .map(name -> VersionName.parse(name).<Reference>map(NewVersion.OfVersion::new))
        .orElseGet(() -> ofSnapshot(snapshot.orElse("")))
        .orElseGet(
            () -> {
              fields.refuse(
                  version.isPresent()
                      ? Violations.notA(fields.at("version"), "a version's name like shop-001")
                      : Violations.notA(fields.at("snapshot"), "a snapshot's id like shop-001.2"));
              return UNREADABLE;
            });
  }

  private static Optional<Reference> ofSnapshot(String id) {
    return SnapshotId.isValid(id)
        ? Optional.of(new NewVersion.OfSnapshot(new SnapshotId(id)))
        : Optional.empty();
  }

  private static Configuration nothing() {
    return Configuration.of(new Artifact.Command(Optional.empty()));
  }
}
