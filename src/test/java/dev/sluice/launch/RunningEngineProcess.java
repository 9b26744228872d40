package dev.sluice.launch;

import dev.sluice.client.Fingerprint;
import dev.sluice.client.HttpDeploymentEngine;
import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.platform.process.program.LocalEngineStarter;
import dev.sluice.platform.process.program.ProgramCommand;
import dev.sluice.platform.process.program.RunningEngine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A real engine in a process of its own, with its gateway and its instances.
public final class RunningEngineProcess implements AutoCloseable {
  private final Path directory;
  private RunningEngine engine;

  private RunningEngineProcess(Path directory, RunningEngine engine) {
    this.directory = directory;
    this.engine = engine;
  }

  public static RunningEngineProcess start(Path directory)
      throws IOException, InterruptedException {
    return start(directory, "127.0.0.1:0");
  }

  /// @param listen `HOST:PORT` for the API
  public static RunningEngineProcess start(Path directory, String listen)
      throws IOException, InterruptedException {
    return new RunningEngineProcess(directory, run(directory, listen));
  }

  private static RunningEngine run(Path directory, String listen)
      throws IOException, InterruptedException {
    return run(directory, listen, ProgramCommand.of(System.getProperties()));
  }

  private static RunningEngine run(Path directory, String listen, ProgramCommand program)
      throws IOException, InterruptedException {
    return new LocalEngineStarter(program, System.getenv())
        .ensureRunning(DataDirectory.open(directory), listen, "127.0.0.1:0");
  }

  public HttpDeploymentEngine client() {
    return engine
        .fingerprint()
        .map(Fingerprint::new)
        .map(pinned -> new HttpDeploymentEngine(URI.create(engine.api()), token(), pinned))
        .orElseGet(() -> new HttpDeploymentEngine(URI.create(engine.api()), token()));
  }

  String token() {
    try {
      return Files.readString(engine.tokenFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of its API's certificate; empty without TLS.
  Optional<String> fingerprint() {
    return engine.fingerprint();
  }

  URI api() {
    return URI.create(engine.api());
  }

  /// What `/metrics` says.
  String prometheus() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(engine.api() + "/metrics"))
            .header("Authorization", "Bearer " + Files.readString(engine.tokenFile()).strip())
            .timeout(Duration.ofSeconds(30))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  public URI gateway() {
    return URI.create(engine.gateway());
  }

  /// `kill -9`, and waits until it is gone.
  public void kill() throws Exception {
    var process = ProcessHandle.of(engine.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(20, TimeUnit.SECONDS);
  }

  /// At the same address as before.
  public void startAgain() throws IOException, InterruptedException {
    engine = run(directory, URI.create(engine.api()).getAuthority());
  }

  /// As another program than before.
  ///
  /// @param place stands in its class path
  public void startAgain(Path place) throws IOException, InterruptedException {
    var same = ProgramCommand.of(System.getProperties());
    engine =
        run(
            directory,
            URI.create(engine.api()).getAuthority(),
            new ProgramCommand(
                same.java(), same.classPath() + File.pathSeparator + place, same.startFlags()));
  }

  /// Ends the engine, the gateway and all instances.
  @Override
  public void close() throws IOException {
    try {
      StopAll.of(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
