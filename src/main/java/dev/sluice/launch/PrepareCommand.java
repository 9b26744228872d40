package dev.sluice.launch;

import dev.sluice.client.HttpDeploymentEngine;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.platform.process.program.LocalEngineStarter;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/// Lets the JVM learn from one start of an engine what every later one loads (JEP 483, JEP 514):
/// about half of the time until it serves. Once per installation, because what is learned holds for
/// these jars and this Java only.
@Command(
    name = "prepare",
    description = "Makes later starts of an engine quicker; once after installing, some 20 s.",
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ServiceName SERVICE = new ServiceName("prepare");

  @Override
  public Integer call() throws IOException, InterruptedException {
    var program = ProgramCommand.of(System.getProperties());
    var cache =
        program
            .cache()
            .orElseThrow(
                () -> new IOException("Only a packaged program can be prepared, not classes."));
    var data = Files.createTempDirectory("sluice-prepare");
    var learned = data.resolve("learned");
    try {
      run(program, data, PrepareCommand::deploy);
      run(program.learning(learned), data, PrepareCommand::look);
      if (!program.startsWith(learned)) {
        throw new IOException(
            "Java does not start with what it has learned; nothing was kept, and engines start as"
                + " before. Try again, or after an update of Java.");
      }
      // By way of a neighbour, so that the file is there whole or not at all.
      var part = cache.resolveSibling(cache.getFileName() + ".part");
      Files.copy(learned, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      StopAll.of(data);
      delete(data);
    }
    System.out.println("Prepared " + cache + ".");
    return 0;
  }

  private interface Work {
    void on(DeploymentEngine engine);
  }

  private static void run(ProgramCommand program, Path data, Work work)
      throws IOException, InterruptedException {
    var running =
        new LocalEngineStarter(program, System.getenv())
            .ensureRunning(DataDirectory.open(data), ANY_PORT, ANY_PORT);
    String token = Files.readString(running.tokenFile()).strip();
    try (var engine = new HttpDeploymentEngine(URI.create(running.api()), token)) {
      work.on(engine);
    }
    var process = ProcessHandle.of(running.pid());
    process.ifPresent(ProcessHandle::destroy);
    try {
      if (process.isPresent()) {
        process.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The engine that was to be learned from does not end.", e);
    }
  }

  private static void deploy(DeploymentEngine engine) {
    engine.createService(SERVICE, true);
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty()))
            .withCommand(engine.info().sampleCommand())
            .withScaling(Scaling.fixed(1))
            .withEnvironment(List.of(EnvironmentVariable.secret("KEY", "none")));
    var version = new NewVersion(new NewVersion.Given(configuration, Optional.empty()), 100, "");
    var _ = engine.awaitOperation(engine.createVersion(SERVICE, version).id(), LIMIT);
  }

  private static void look(DeploymentEngine engine) {
    var all = new Page.Request(0, 100);
    var _ = engine.listServices("", all);
    var _ = engine.listOperations(Optional.empty(), Optional.empty(), all);
    for (var version : engine.listVersions(SERVICE)) {
      var _ = engine.listInstances(version.name());
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> files;
    try (var found = Files.walk(directory)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
