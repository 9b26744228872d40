package dev.sluice.platform.process;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.platform.process.artifact.ArtifactStore;
import dev.sluice.platform.process.os.CommandLookup;
import dev.sluice.platform.process.os.DetachedStart.Program;
import dev.sluice.platform.process.os.InheritedEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What exactly is started for an instance: arguments, environment, working directory.
///
/// @param inherited of which a part is passed on
record InstanceProgram(
    InstanceFiles files, ArtifactStore artifacts, Marks marks, Map<String, String> inherited) {

  /// @throws IOException with a sentence for the operator, when it cannot be started
  Program of(InstanceSpec spec, Endpoint endpoint) throws IOException {
    var environment = environment(spec, endpoint);
    var directory = directory(spec);
    var log = files.log(spec.version(), spec.id()).file();
    return new Program(
        command(spec, endpoint, directory, environment), environment, directory, log, log);
  }

  private Path directory(InstanceSpec spec) throws IOException {
    var own = files.instance(spec.version(), spec.id());
    return switch (spec.configuration().artifact()) {
      case Artifact.Command command ->
          command.directory().isPresent() ? existing(command.directory().get()) : own;
      case Artifact.Archive _ -> files.unpacked(spec.version(), spec.revision());
      case Artifact.Jar _, Artifact.Image _ -> own;
    };
  }

  private static Path existing(String name) throws IOException {
    try {
      var directory = Path.of(name).toAbsolutePath();
      if (Files.isDirectory(directory)) {
        return directory;
      }
    } catch (InvalidPathException _) {
      // No name of a directory, so there is none.
    }
    throw new IOException("The directory " + name + " does not exist; create it or name another.");
  }

  private List<String> command(
      InstanceSpec spec, Endpoint endpoint, Path directory, Map<String, String> environment)
      throws IOException {
    var given =
        spec.configuration().command().stream()
            .map(argument -> withPort(argument, endpoint))
            .toList();
    var command = new ArrayList<String>();
    switch (spec.configuration().artifact()) {
      case Artifact.Command _, Artifact.Archive _ -> {
        if (given.isEmpty()) {
          throw new IOException("The configuration names no command; say what is to be run.");
        }
        String path = environment.getOrDefault("PATH", "");
        command.add(CommandLookup.find(given.getFirst(), directory, path).toString());
        command.addAll(given.subList(1, given.size()));
      }
      case Artifact.Jar jar -> {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(artifacts.path(upload(jar.source())).toString());
        command.addAll(given);
      }
      case Artifact.Image _ -> throw new IOException("A process cannot run a container image.");
    }
    return command;
  }

  private static String upload(Artifact.Source source) throws IOException {
    return switch (source) {
      case Artifact.Upload upload -> upload.digest();
      case Artifact.Path path ->
          throw new IOException("The file " + path.path() + " was not taken in yet.");
    };
  }

  private Map<String, String> environment(InstanceSpec spec, Endpoint endpoint) {
    var environment = InheritedEnvironment.of(inherited);
    for (var variable : spec.configuration().environment()) {
      variable
          .value()
          .ifPresent(value -> environment.put(variable.name(), withPort(value, endpoint)));
    }
    environment.put("PORT", Integer.toString(endpoint.port()));
    environment.put("SLUICE_SERVICE", spec.version().service().value());
    environment.put("SLUICE_VERSION", spec.version().toString());
    environment.put("SLUICE_REVISION", spec.revision().toString());
    environment.putAll(marks.of(spec));
    return environment;
  }

  private static String withPort(String text, Endpoint endpoint) {
    return text.replace("${PORT}", Integer.toString(endpoint.port()));
  }
}
