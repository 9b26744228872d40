package dev.sluice.platform.process;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.platform.process.artifact.ArtifactStore;
import dev.sluice.platform.process.os.CommandLookup;
import dev.sluice.platform.process.os.DetachedStart;
import dev.sluice.platform.process.os.InheritedEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Works out what is to be started for an instance: the argument list, the directory, the
/// environment.
record RunCommand(InstanceFiles files, ArtifactStore artifacts, Map<String, String> ours) {
  private static final String PORT = "${PORT}";

  /// @throws IOException with a sentence, when there is nothing to start
  DetachedStart.Program of(InstanceSpec instance, int port, Map<String, String> marks)
      throws IOException {
    var configuration = instance.configuration();
    Path directory = directory(instance);
    if (!Files.isDirectory(directory)) {
      throw new IOException("The directory %s is not there.".formatted(directory));
    }
    var environment = environment(instance, port, marks);
    var command = new ArrayList<String>();
    for (String argument : arguments(configuration)) {
      command.add(argument.replace(PORT, Integer.toString(port)));
    }
    var program =
        CommandLookup.find(command.getFirst(), directory, environment.getOrDefault("PATH", ""));
    command.set(0, program.toString());
    Path log = files.log(instance.version(), instance.id()).file();
    return new DetachedStart.Program(command, environment, directory, log, log);
  }

  private List<String> arguments(Configuration configuration) {
    return switch (configuration.artifact()) {
      case Artifact.Command _, Artifact.Archive _, Artifact.Image _ -> configuration.command();
      case Artifact.Jar jar -> {
        var java = new ArrayList<String>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.add("-jar");
        java.add(artifacts.path(digest(jar.source())).toString());
        java.addAll(configuration.command());
        yield java;
      }
    };
  }

  private Path directory(InstanceSpec instance) {
    return switch (instance.configuration().artifact()) {
      case Artifact.Command command ->
          command
              .directory()
              .map(Path::of)
              .orElseGet(() -> files.instance(instance.version(), instance.id()));
      case Artifact.Archive _ -> files.unpacked(instance.version(), instance.revision());
      case Artifact.Jar _, Artifact.Image _ -> files.instance(instance.version(), instance.id());
    };
  }

  private Map<String, String> environment(
      InstanceSpec instance, int port, Map<String, String> marks) {
    var environment = new LinkedHashMap<>(InheritedEnvironment.of(ours));
    for (var variable : instance.configuration().environment()) {
      variable
          .value()
          .ifPresent(
              value ->
                  environment.put(variable.name(), value.replace(PORT, Integer.toString(port))));
    }
    environment.put("PORT", Integer.toString(port));
    environment.put("SLUICE_SERVICE", instance.version().service().value());
    environment.put("SLUICE_VERSION", instance.version().toString());
    environment.put("SLUICE_REVISION", instance.revision().toString());
    environment.putAll(marks);
    return environment;
  }

  /// @throws IllegalStateException for a path: those are taken in before anything is deployed
  static String digest(Artifact.Source source) {
    return switch (source) {
      case Artifact.Upload upload -> upload.digest();
      case Artifact.Path path ->
          throw new IllegalStateException("was never taken in: " + path.path());
    };
  }
}
