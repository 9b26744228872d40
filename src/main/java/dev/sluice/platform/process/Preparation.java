package dev.sluice.platform.process;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform.BuildException;
import dev.sluice.platform.process.artifact.ArtifactStore;
import dev.sluice.platform.process.artifact.FileTree;
import dev.sluice.platform.process.artifact.JarCheck;
import dev.sluice.platform.process.artifact.Unpacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Makes ready what instances run, and clears it away.
record Preparation(InstanceFiles files, ArtifactStore artifacts, Unpacker unpacker) {

  Optional<String> missing(Configuration configuration) {
    return switch (configuration.artifact()) {
      case Artifact.Command command -> command.directory().flatMap(Preparation::missingDirectory);
      case Artifact.Archive archive -> missing(archive.source());
      case Artifact.Jar jar -> missing(jar.source());
      case Artifact.Image _ -> Optional.of("A process cannot run a container image.");
    };
  }

  private static Optional<String> missingDirectory(String name) {
    try {
      if (Files.isDirectory(Path.of(name))) {
        return Optional.empty();
      }
    } catch (InvalidPathException _) {
      // No name of a directory, so there is none.
    }
    return Optional.of("The directory " + name + " does not exist; create it or name another.");
  }

  private Optional<String> missing(Artifact.Source source) {
    return switch (source) {
      case Artifact.Upload upload -> artifacts.missing(upload.digest());
      case Artifact.Path path ->
          readable(path).isPresent() ? Optional.empty() : Optional.of(unreadable(path));
    };
  }

  private static Optional<Path> readable(Artifact.Path source) {
    try {
      return Optional.of(Path.of(source.path()))
          .filter(file -> Files.isRegularFile(file) && Files.isReadable(file));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static String unreadable(Artifact.Path source) {
    return "The file " + source.path() + " cannot be read; check the path and its permissions.";
  }

  Configuration importArtifact(Configuration configuration) throws IOException {
    digest(configuration).ifPresent(artifacts::expect);
    return switch (configuration.artifact()) {
      case Artifact.Archive(Artifact.Path path) ->
          configuration.withArtifact(new Artifact.Archive(taken(path)));
      case Artifact.Jar(Artifact.Path path) ->
          configuration.withArtifact(new Artifact.Jar(taken(path)));
      case Artifact.Archive _, Artifact.Jar _, Artifact.Command _, Artifact.Image _ ->
          configuration;
    };
  }

  private Artifact.Upload taken(Artifact.Path source) throws IOException {
    var file = readable(source).orElseThrow(() -> new IOException(unreadable(source)));
    try (var bytes = Files.newInputStream(file)) {
      return new Artifact.Upload(artifacts.store(bytes));
    }
  }

  /// A version that the engine has written down is made of this.
  void adopt(Configuration configuration) {
    digest(configuration).ifPresent(artifacts::adopt);
  }

  void prepare(VersionName version, Revision revision, Configuration configuration)
      throws BuildException, IOException {
    switch (configuration.artifact()) {
      case Artifact.Command _ -> {
        // Its program is looked for when it is started.
      }
      case Artifact.Archive archive ->
          unpacker.unpack(bytes(version, archive.source()), files.unpacked(version, revision));
      case Artifact.Jar jar -> JarCheck.check(bytes(version, jar.source()));
      case Artifact.Image _ -> throw new BuildException("A process cannot run a container image.");
    }
  }

  private Path bytes(VersionName version, Artifact.Source source)
      throws BuildException, IOException {
    var missing = missing(source);
    if (missing.isPresent()) {
      throw new BuildException(missing.get());
    }
    return switch (source) {
      case Artifact.Upload upload -> {
        var bytes = artifacts.path(upload.digest());
        Files.createDirectories(files.madeOf(version));
        Files.write(
            files.madeOf(version).resolve(String.valueOf(bytes.getFileName())), new byte[0]);
        yield bytes;
      }
      case Artifact.Path path -> Path.of(path.path());
    };
  }

  /// Deletes an instance's files, and unpacked archives of older revisions that none of the
  /// remaining instances ran.
  void forget(VersionName version, InstanceId instance) throws IOException {
    FileTree.delete(files.instance(version, instance));
    var kept = new HashSet<String>();
    for (var other : list(files.version(version).resolve("instances"))) {
      for (var file : list(other)) {
        RunRecord.read(file).ifPresent(run -> kept.add(Integer.toString(run.revision())));
      }
    }
    var revisions = list(files.version(version).resolve("revisions"));
    int newest = revisions.stream().mapToInt(Preparation::number).max().orElse(0);
    for (var revision : revisions) {
      // The newest may have been unpacked for an instance that is still to come.
      if (!kept.contains(String.valueOf(revision.getFileName())) && number(revision) < newest) {
        FileTree.delete(revision);
      }
    }
  }

  private static int number(Path revision) {
    String name = String.valueOf(revision.getFileName());
    return name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
  }

  /// See [dev.sluice.engine.port.Platform#forget].
  void forget(VersionName version, Supplier<Set<Configuration>> stillUsed) throws IOException {
    var leftBehind = new HashSet<String>();
    for (var mark : list(files.madeOf(version))) {
      leftBehind.add("sha256:" + mark.getFileName());
    }
    artifacts.forget(leftBehind, () -> digests(stillUsed.get()));
    FileTree.delete(files.version(version));
  }

  /// See [dev.sluice.engine.port.Platform#tidy].
  void tidy(Supplier<Set<VersionName>> versions, Supplier<Set<Configuration>> stillUsed)
      throws IOException {
    var found = list(files.versions());
    if (!found.isEmpty()) {
      var there = new HashSet<String>();
      versions.get().forEach(version -> there.add(version.toString()));
      for (var directory : found) {
        if (!there.contains(String.valueOf(directory.getFileName()))) {
          FileTree.delete(directory);
        }
      }
    }
    artifacts.tidy(() -> digests(stillUsed.get()));
  }

  private static Set<String> digests(Collection<Configuration> configurations) {
    var digests = new HashSet<String>();
    configurations.forEach(configuration -> digest(configuration).ifPresent(digests::add));
    return digests;
  }

  private static Optional<String> digest(Configuration configuration) {
    return switch (configuration.artifact()) {
      case Artifact.Archive(Artifact.Upload upload) -> Optional.of(upload.digest());
      case Artifact.Jar(Artifact.Upload upload) -> Optional.of(upload.digest());
      case Artifact.Archive _, Artifact.Jar _, Artifact.Command _, Artifact.Image _ ->
          Optional.empty();
    };
  }

  private static Set<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (var entries = Files.list(directory)) {
      return new HashSet<>(entries.toList());
    }
  }
}
