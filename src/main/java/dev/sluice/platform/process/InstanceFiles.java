package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.platform.process.os.BoundedLog;
import java.nio.file.Path;

/// Where the files of versions and instances lie in the data directory.
record InstanceFiles(Path data) {

  Path versions() {
    return data.resolve("versions");
  }

  Path version(VersionName version) {
    return versions().resolve(version.toString());
  }

  /// An instance's own directory; its working directory, unless its artifact brings one.
  Path instance(VersionName version, InstanceId instance) {
    return version(version).resolve("instances").resolve(instance.value());
  }

  BoundedLog log(VersionName version, InstanceId instance) {
    return new BoundedLog(instance(version, instance).resolve("log").resolve("output.log"));
  }

  /// Who runs, noted outside of the engine's store: right after the start and before any commit.
  Path runRecord(VersionName version, InstanceId instance, int run) {
    return instance(version, instance).resolve("run-" + run + ".json");
  }

  /// The unpacked archive that all instances of a revision share.
  Path unpacked(VersionName version, Revision revision) {
    return version(version).resolve("revisions").resolve(revision.toString());
  }

  /// Holds one empty file for each content that the version was ever made of.
  Path madeOf(VersionName version) {
    return version(version).resolve("artifacts");
  }
}
