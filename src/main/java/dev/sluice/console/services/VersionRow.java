package dev.sluice.console.services;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.util.List;
import java.util.Optional;

/// One version in its service's tables.
///
/// @param configuration in a line: what runs, and on how much
record VersionRow(VersionView view, String configuration, Optional<VersionMetrics> metrics) {

  /// Newest first: that is the one somebody is working on.
  static List<VersionRow> of(EngineState state, ServiceName service) {
    return state.versionsOf(service).reversed().stream()
        .map(
            view ->
                new VersionRow(
                    view,
                    summary(view.configuration()),
                    Optional.ofNullable(state.metrics().get(view.name()))))
        .toList();
  }

  VersionName name() {
    return view.name();
  }

  Optional<Failure> reason() {
    return view.reason();
  }

  private static String summary(Configuration configuration) {
    var resources = configuration.resources();
    return program(configuration)
        + " · "
        + resources.cpu().toPlainString()
        + " CPU · "
        + memory(resources.memoryMiB());
  }

  /// What runs, as short as it is still told apart.
  private static String program(Configuration configuration) {
    return switch (configuration.artifact()) {
      case Artifact.Command _ ->
          configuration.command().isEmpty() ? "–" : afterSlash(configuration.command().getFirst());
      case Artifact.Archive archive -> source(archive.source());
      case Artifact.Jar jar -> source(jar.source());
      case Artifact.Image image -> afterSlash(image.reference());
    };
  }

  private static String source(Artifact.Source source) {
    return switch (source) {
      case Artifact.Path path -> afterSlash(path.path());
      case Artifact.Upload upload ->
          upload.digest().substring(0, Math.min(15, upload.digest().length()));
    };
  }

  private static String afterSlash(String path) {
    String tail = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
    return tail.isEmpty() ? path : tail;
  }

  private static String memory(int mebibytes) {
    return mebibytes % 1024 == 0 ? mebibytes / 1024 + " GiB" : mebibytes + " MiB";
  }
}
