package dev.sluice.domain.service;

import java.util.Optional;

/// What a version runs. Which kinds it can run, a platform says itself.
public sealed interface Artifact {

  /// The kind as the API spells it.
  String kind();

  /// Runs the configuration's command as given, in `directory` when there is one.
  record Command(Optional<String> directory) implements Artifact {
    @Override
    public String kind() {
      return "command";
    }
  }

  /// A zip or tar.gz that is unpacked; the configuration's command runs inside it.
  record Archive(Source source) implements Artifact {
    @Override
    public String kind() {
      return "archive";
    }
  }

  /// A jar, run by the platform's Java; the configuration's command, if any, is its arguments.
  record Jar(Source source) implements Artifact {
    @Override
    public String kind() {
      return "jar";
    }
  }

  /// A container image, for platforms that run containers.
  record Image(String reference, Optional<String> digest) implements Artifact {
    @Override
    public String kind() {
      return "image";
    }
  }

  /// Where the bytes of an archive or a jar come from.
  sealed interface Source {}

  /// Bytes the engine already holds, named by their SHA-256.
  ///
  /// @param digest `sha256:` and 64 hexadecimal digits
  record Upload(String digest) implements Source {}

  /// A file on the engine's computer. It is copied in when it is deployed and from then on is an
  /// [Upload], so that a rollback finds the old bytes.
  record Path(String path) implements Source {}
}
