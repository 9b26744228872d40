package dev.sluice.engine.core;

import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.MetricSeries;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
import dev.sluice.engine.port.Platform.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was measured, for readers.
final class MetricsReading {
  private final Kernel kernel;

  MetricsReading(Kernel kernel) {
    this.kernel = kernel;
  }

  List<VersionMetrics> metrics(ServiceName service, Duration window) {
    var state = kernel.get(service);
    var traffic = kernel.measurements.traffic();
    long all = requests(state, traffic);
    var result = new ArrayList<VersionMetrics>();
    for (var version : state.versions().values()) {
      var sum = traffic.getOrDefault(version.name(), Measurements.Traffic.NONE);
      result.add(
          new VersionMetrics(
              version.name(),
              kernel.now(),
              (int) Math.min(window.toSeconds(), Measurements.WINDOW_SECONDS),
              figures(sum.requests(), sum.errors()),
              all == 0 ? Optional.empty() : Optional.of(100.0 * sum.requests() / all),
              use(version, sum)));
    }
    return result;
  }

  MetricSeries series(VersionName name, Duration window) {
    var version =
        kernel.get(name.service()).find(name).orElseThrow(() -> Problems.unknownVersion(name));
    return new MetricSeries(
        version.name(),
        kernel.now(),
        (int) Math.min(window.toSeconds(), Measurements.WINDOW_SECONDS),
        List.of());
  }

  List<ServiceMetrics> services(List<ServiceName> services) {
    var traffic = kernel.measurements.traffic();
    return services.stream()
        .distinct()
        .flatMap(name -> kernel.find(name).stream())
        .map(state -> service(state, traffic))
        .toList();
  }

  private ServiceMetrics service(
      ServiceState state, Map<VersionName, Measurements.Traffic> traffic) {
    long errors =
        state.versions().keySet().stream()
            .mapToLong(name -> traffic.getOrDefault(name, Measurements.Traffic.NONE).errors())
            .sum();
    return new ServiceMetrics(
        state.service().name(),
        kernel.now(),
        figures(requests(state, traffic), errors),
        Collections.nCopies(ServiceMetrics.STEPS, Optional.empty()));
  }

  private TrafficFigures figures(long requests, long errors) {
    return TrafficFigures.counts(kernel.measurements.seconds(), requests, errors);
  }

  private static long requests(ServiceState state, Map<VersionName, Measurements.Traffic> traffic) {
    return state.versions().keySet().stream()
        .mapToLong(name -> traffic.getOrDefault(name, Measurements.Traffic.NONE).requests())
        .sum();
  }

  private VersionUse use(VersionRecord version, Measurements.Traffic sum) {
    var usages = usages(version);
    return new VersionUse(
        kernel.measurements.seconds() == 0 ? Optional.empty() : Optional.of(sum.inFlight()),
        usages.isEmpty()
            ? Optional.empty()
            : Optional.of(usages.stream().mapToDouble(Usage::cpuPercent).sum()),
        usages.isEmpty()
            ? Optional.empty()
            : Optional.of(usages.stream().mapToInt(Usage::memoryMiB).sum()));
  }

  private List<Usage> usages(VersionRecord version) {
    return version.instances().stream()
        .flatMap(instance -> kernel.measurements.usage(instance.id()).stream())
        .toList();
  }
}
