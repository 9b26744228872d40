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
import dev.sluice.engine.traffic.Routes;
import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.platform.process.program.LocalEngineStarter;
import dev.sluice.platform.process.program.ProgramCommand;
import dev.sluice.platform.process.program.ProgramCommand.Part;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

/// Lets the JVM learn from one run of an engine and of a gateway what every later one loads (JEP
/// 483, JEP 514): about half of the time until it serves, and less memory. Once per installation,
/// because what is learned holds for these jars and this Java only.
@Command(
    name = "prepare",
    description =
        "Makes later starts of engine and gateway quicker; once after installing, some 30 s.",
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ServiceName SERVICE = new ServiceName("prepare");
  private static final int REQUESTS = 500;
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: " + Routes.domain(SERVICE) + "\r\nConnection: close\r\n\r\n";

  @Override
  public Integer call() throws IOException, InterruptedException {
    var program = ProgramCommand.of(System.getProperties());
    if (program.cache(Part.ENGINE).isEmpty()) {
      throw new IOException("Only a packaged program can be prepared, not classes.");
    }
    var data = Files.createTempDirectory("sluice-prepare");
    var engine = data.resolve("engine-learned");
    var gateway = data.resolve("gateway-learned");
    try {
      run(program, data, PrepareCommand::deploy);
      run(program.learning(Part.ENGINE, engine), data, PrepareCommand::look);
      keep(engine, program.cache(Part.ENGINE).orElseThrow());
      route(program.learning(Part.GATEWAY, gateway), data);
      keep(gateway, program.cache(Part.GATEWAY).orElseThrow());
    } finally {
      StopAll.of(data);
      delete(data);
    }
    return 0;
  }

  /// By way of a neighbour, so that the file is there whole or not at all.
  private static void keep(Path learned, Path cache) throws IOException {
    var part = cache.resolveSibling(cache.getFileName() + ".part");
    Files.copy(learned, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
    System.out.println("Prepared " + cache + ".");
  }

  /// Runs a gateway beside the engine's own, with the same table, and asks it for the service.
  private static void route(ProgramCommand program, Path data)
      throws IOException, InterruptedException {
    int port = freePort();
    var process =
        program.startGateway(
            List.of(
                "--listen", "127.0.0.1:" + port,
                "--socket", data.resolve("learning.sock").toString(),
                "--table", GatewayOfEngine.table(data).toString()),
            data.resolve("learning.log"));
    try {
      await(process, port);
      for (int i = 0; i < REQUESTS; i++) {
        request(port);
      }
      end(process.toHandle(), "gateway");
    } finally {
      process.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(Process process, int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        request(port);
        return;
      } catch (ConnectException e) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          throw new IOException("The gateway that was to be learned from does not start.", e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private static void request(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      if (answer.length == 0) {
        throw new IOException("The gateway that was to be learned from does not answer.");
      }
    }
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
    if (process.isPresent()) {
      end(process.get(), "engine");
    }
  }

  /// What is learned is written at the end.
  private static void end(ProcessHandle process, String part)
      throws IOException, InterruptedException {
    process.destroy();
    try {
      process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The " + part + " that was to be learned from does not end.", e);
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
