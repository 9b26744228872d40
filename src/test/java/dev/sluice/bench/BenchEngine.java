package dev.sluice.bench;

import dev.sluice.client.HttpDeploymentEngine;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.platform.process.program.LocalEngineStarter;
import dev.sluice.platform.process.program.ProgramCommand;
import dev.sluice.platform.process.program.RunningEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A real engine with its gateway, in processes of their own and on a directory that is deleted
/// with it.
final class BenchEngine implements AutoCloseable {
  private final Path directory;
  private final HttpDeploymentEngine client;

  private BenchEngine(Path directory, HttpDeploymentEngine client) {
    this.directory = directory;
    this.client = client;
  }

  static BenchEngine start() throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("sluice-bench");
    RunningEngine running =
        new LocalEngineStarter(program(), System.getenv())
            .ensureRunning(DataDirectory.open(directory), "127.0.0.1:0", "127.0.0.1:0");
    String token = Files.readString(running.tokenFile()).strip();
    return new BenchEngine(directory, new HttpDeploymentEngine(URI.create(running.api()), token));
  }

  static ProgramCommand program() {
    return ProgramCommand.of(System.getProperties());
  }

  /// Creates a version with one instance of [SmallService], and waits for it.
  static void deploySmall(DeploymentEngine engine, ServiceName service, int traffic) {
    var program = program();
    deploy(
        engine,
        service,
        traffic,
        List.of(
            program.java(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            program.classPath(),
            SmallService.class.getName()));
  }

  /// The same with another program, which answers at `PORT`.
  static void deploy(
      DeploymentEngine engine, ServiceName service, int traffic, List<String> command) {
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty()))
            .withCommand(command)
            .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 30))
            .withScaling(Scaling.fixed(1));
    var given = new NewVersion.Given(configuration, Optional.empty());
    var created = engine.createVersion(service, new NewVersion(given, traffic, ""));
    var ended = engine.awaitOperation(created.id(), Duration.ofMinutes(2));
    if (ended.state() != Operation.State.SUCCEEDED) {
      throw new IllegalStateException("the version was not deployed: " + ended);
    }
  }

  HttpDeploymentEngine client() {
    return client;
  }

  /// Ends the engine, the gateway and all instances.
  @Override
  public void close() throws IOException {
    client.close();
    end(directory);
  }

  /// Ends what runs on a data directory, and deletes it.
  static void end(Path directory) throws IOException {
    var command = new ArrayList<>(program().engine(directory, "127.0.0.1:0", "127.0.0.1:0"));
    command.add("--stop-all");
    try {
      int _ = new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Path> files;
    try (var found = Files.walk(directory)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
