package dev.sluice.console.versions;

import dev.sluice.domain.service.Artifact;
import java.util.Optional;

/// The artifact's own small form. Nothing of it reaches the draft before it is applied (R35).
///
/// @param location a folder for a command; a file on the engine's computer, or the digest of an
///   upload
record ArtifactForm(Kind kind, String location) {

  /// Kinds that can be chosen here.
  enum Kind {
    COMMAND,
    ARCHIVE,
    JAR
  }

  static ArtifactForm of(Artifact artifact) {
    return switch (artifact) {
      case Artifact.Command command ->
          new ArtifactForm(Kind.COMMAND, command.directory().orElse(""));
      case Artifact.Archive archive -> new ArtifactForm(Kind.ARCHIVE, text(archive.source()));
      case Artifact.Jar jar -> new ArtifactForm(Kind.JAR, text(jar.source()));
      case Artifact.Image image -> new ArtifactForm(Kind.COMMAND, image.reference());
    };
  }

  private static String text(Artifact.Source source) {
    return switch (source) {
      case Artifact.Upload upload -> upload.digest();
      case Artifact.Path path -> path.path();
    };
  }

  Artifact read() {
    String where = location.strip();
    return switch (kind) {
      case COMMAND -> new Artifact.Command(where.isEmpty() ? Optional.empty() : Optional.of(where));
      case ARCHIVE -> new Artifact.Archive(source(where));
      case JAR -> new Artifact.Jar(source(where));
    };
  }

  private static Artifact.Source source(String where) {
    return where.startsWith("sha256:") ? new Artifact.Upload(where) : new Artifact.Path(where);
  }
}
