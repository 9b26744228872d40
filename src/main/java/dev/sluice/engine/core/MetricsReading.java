package dev.sluice.engine.core;

import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.MetricSeries;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
import dev.sluice.engine.port.Platform.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was measured, for readers.
final class MetricsReading {
  private final Kernel kernel;

  MetricsReading(Kernel kernel) {
    this.kernel = kernel;
  }

  List<VersionMetrics> metrics(ServiceName service, Duration wanted) {
    var state = kernel.get(service);
    var history = kernel.measurements.history();
    var now = kernel.now();
    var window = bounded(wanted);
    var recent = new LinkedHashMap<VersionName, Long>();
    for (var name : state.versions().keySet()) {
      recent.put(name, history.requests(name, now, VersionMetrics.WINDOW));
    }
    long all = recent.values().stream().mapToLong(Long::longValue).sum();
    var result = new ArrayList<VersionMetrics>();
    for (var version : state.versions().values()) {
      long own = recent.getOrDefault(version.name(), 0L);
      result.add(
          new VersionMetrics(
              version.name(),
              now,
              (int) window.toSeconds(),
              history.traffic(version.name(), now, window),
              all == 0 ? Optional.empty() : Optional.of(100.0 * own / all),
              use(version)));
    }
    return result;
  }

  MetricSeries series(VersionName name, Duration wanted) {
    if (kernel.get(name.service()).find(name).isEmpty()) {
      throw Problems.unknownVersion(name);
    }
    var now = kernel.now();
    var window = bounded(wanted);
    return new MetricSeries(
        name,
        now,
        (int) window.toSeconds(),
        kernel.measurements.history().series(name, now, window));
  }

  List<ServiceMetrics> services(List<ServiceName> services) {
    var names = new LinkedHashMap<ServiceName, Set<VersionName>>();
    for (var name : services) {
      kernel.find(name).ifPresent(state -> names.put(name, state.versions().keySet()));
    }
    return kernel.measurements.history().services(names, kernel.now());
  }

  private static Duration bounded(Duration wanted) {
    return wanted.compareTo(VersionMetrics.LONGEST_WINDOW) > 0
        ? VersionMetrics.LONGEST_WINDOW
        : wanted;
  }

  /// What the version's instances do now.
  VersionUse use(VersionRecord version) {
    var instances = version.instances().stream().map(Instance::id).toList();
    var usages = instances.stream().flatMap(id -> kernel.measurements.usage(id).stream()).toList();
    return new VersionUse(
        inFlight(instances),
        usages.isEmpty()
            ? Optional.empty()
            : Optional.of(usages.stream().mapToDouble(Usage::cpuPercent).sum()),
        usages.isEmpty()
            ? Optional.empty()
            : Optional.of(usages.stream().mapToInt(Usage::memoryMiB).sum()));
  }

  private Optional<Integer> inFlight(List<InstanceId> instances) {
    int sum = 0;
    for (var id : instances) {
      var known = kernel.measurements.inFlight(id);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      sum += known.get();
    }
    return Optional.of(sum);
  }
}
