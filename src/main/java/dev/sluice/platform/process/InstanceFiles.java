package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.platform.process.artifact.FileTree;
import dev.sluice.platform.process.os.BoundedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Where the files of versions and instances are, below the data directory.
record InstanceFiles(Path dataDirectory) {

  private Path version(VersionName version) {
    return dataDirectory.resolve("versions").resolve(version.toString());
  }

  /// What an archive was unpacked to, for one revision.
  Path unpacked(VersionName version, Revision revision) {
    return version(version).resolve("revisions").resolve(revision.toString());
  }

  Path instance(VersionName version, InstanceId instance) {
    return version(version).resolve("instances").resolve(instance.value());
  }

  BoundedLog log(VersionName version, InstanceId instance) {
    return new BoundedLog(instance(version, instance).resolve("log").resolve("output.log"));
  }

  /// Notes a run's port before the run is started, so that an engine that dies in between can take
  /// the process over.
  void notePort(VersionName version, InstanceId instance, int run, int port) throws IOException {
    Path directory = instance(version, instance);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("run-%d.port".formatted(run)), Integer.toString(port));
  }

  OptionalInt notedPort(VersionName version, InstanceId instance, int run) {
    try {
      String text =
          Files.readString(instance(version, instance).resolve("run-%d.port".formatted(run)));
      return OptionalInt.of(Integer.parseInt(text.strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  void delete(VersionName version, InstanceId instance) throws IOException {
    FileTree.delete(instance(version, instance));
  }

  void delete(VersionName version) throws IOException {
    FileTree.delete(version(version));
  }
}
