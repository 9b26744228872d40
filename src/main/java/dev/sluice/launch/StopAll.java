package dev.sluice.launch;

import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.platform.process.ProcessPlatform;
import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `sluice engine --stop-all`: ends the engine that holds a data directory, then every instance and
/// the gateway. What is kept on disk stays, so an engine started later starts the instances again.
final class StopAll {
  private static final Duration ENGINE_LIMIT = Duration.ofSeconds(30);

  private StopAll() {}

  static void of(Path directory) throws IOException, InterruptedException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("There is no data directory %s.".formatted(directory));
    }
    var data = DataDirectory.open(directory);
    endEngine(data);
    try (var _ = data.lock()) {
      new GatewayOfEngine(directory, new HostAndPort("127.0.0.1", 0), null, null).process().stop();
      var platform =
          new ProcessPlatform(
              directory, System.getenv(), new SecureRandom(), InstantSource.system());
      var store = SqliteStore.open(directory);
      try {
        for (var version : store.load().versions()) {
          for (var instance : version.instances()) {
            platform.stop(spec(version, instance), grace(version));
          }
        }
      } finally {
        store.close();
        platform.close();
      }
    }
  }

  private static void endEngine(DataDirectory data) throws IOException, InterruptedException {
    var holder = data.running().flatMap(engine -> ProcessHandle.of(engine.pid()));
    if (holder.isEmpty()) {
      return;
    }
    holder.get().destroy();
    try {
      holder.get().onExit().get(ENGINE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException(
          "The engine with process id %d does not end; end it by hand."
              .formatted(holder.get().pid()),
          e);
    }
  }

  private static Duration grace(VersionRecord version) {
    var stop = version.rollout().current().configuration().stop();
    return Duration.ofSeconds(stop.graceSeconds());
  }

  private static InstanceSpec spec(VersionRecord version, Instance instance) {
    return new InstanceSpec(
        instance.id(),
        instance.restarts(),
        version.name(),
        instance.revision(),
        version.rollout().current().configuration(),
        instance.handle(),
        instance.endpoint());
  }
}
