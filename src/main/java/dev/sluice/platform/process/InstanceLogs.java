package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.platform.process.log.TimedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The logs of instances, one object for each. Safe for any number of threads.
final class InstanceLogs {
  private final InstanceFiles files;
  private final Map<VersionName, Map<InstanceId, TimedLog>> logs = new ConcurrentHashMap<>();

  InstanceLogs(InstanceFiles files) {
    this.files = files;
  }

  TimedLog of(VersionName version, InstanceId instance) {
    return logs.computeIfAbsent(version, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(instance, _ -> new TimedLog(files.log(version, instance)));
  }

  /// Instances whose log is there.
  Set<InstanceId> kept(VersionName version) throws IOException {
    try (var entries = Files.list(files.version(version).resolve("instances"))) {
      return entries
          .map(directory -> String.valueOf(directory.getFileName()))
          .filter(InstanceId::isValid)
          .map(InstanceId::new)
          .filter(instance -> Files.exists(files.log(version, instance).file()))
          .collect(Collectors.toSet());
    } catch (NoSuchFileException _) {
      return Set.of();
    }
  }

  /// The files are being deleted.
  void forget(VersionName version, InstanceId instance) {
    logs.computeIfPresent(
        version,
        (_, kept) -> {
          kept.remove(instance);
          return kept;
        });
  }

  void forget(VersionName version) {
    logs.remove(version);
  }
}
