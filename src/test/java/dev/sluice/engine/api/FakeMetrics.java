package dev.sluice.engine.api;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was measured, as far as tests said so.
final class FakeMetrics {
  private final FakeRecords records;
  private final Map<VersionName, VersionMetrics> metrics = new HashMap<>();
  private final Map<VersionName, MetricSeries> series = new HashMap<>();
  private final Map<ServiceName, ServiceMetrics> services = new HashMap<>();
  private final Map<VersionName, TrafficFigures> counted = new HashMap<>();

  FakeMetrics(FakeRecords records) {
    this.records = records;
  }

  void set(VersionMetrics measured) {
    metrics.put(measured.version(), measured);
  }

  void set(MetricSeries measured) {
    series.put(measured.version(), measured);
  }

  void set(ServiceMetrics measured) {
    services.put(measured.service(), measured);
  }

  /// As if it had been counted within the last second.
  void count(VersionName version, long requests, long errors) {
    counted.put(version, TrafficFigures.counts(1, requests, errors));
  }

  List<VersionMetrics> of(ServiceName service, Duration window) {
    return records.service(service).versions.values().stream()
        .map(version -> metrics.getOrDefault(version.name, measured(version, window)))
        .toList();
  }

  private VersionMetrics measured(FakeVersion version, Duration window) {
    var traffic = counted.getOrDefault(version.name, TrafficFigures.NONE);
    long all = requests(version.name.service());
    return new VersionMetrics(
        version.name,
        version.updatedAt,
        covered(window),
        traffic,
        all == 0 ? Optional.empty() : Optional.of(100.0 * traffic.requests() / all),
        VersionUse.UNKNOWN);
  }

  private static int covered(Duration window) {
    return (int) Math.min(window.toSeconds(), VersionMetrics.LONGEST_WINDOW.toSeconds());
  }

  MetricSeries series(VersionName name, Duration window) {
    var at = records.version(name).updatedAt;
    var points = new ArrayList<MetricPoint>();
    if (counted.containsKey(name)) {
      points.add(new MetricPoint(at, counted.get(name), VersionUse.UNKNOWN));
    }
    return series.getOrDefault(name, new MetricSeries(name, at, covered(window), points));
  }

  List<ServiceMetrics> of(List<ServiceName> names) {
    return names.stream()
        .distinct()
        .filter(name -> records.services.containsKey(name))
        .map(name -> services.getOrDefault(name, measured(name)))
        .toList();
  }

  private ServiceMetrics measured(ServiceName service) {
    long requests = requests(service);
    long errors = sum(service, true);
    var history =
        new ArrayList<Optional<Double>>(
            Collections.nCopies(ServiceMetrics.STEPS, Optional.empty()));
    if (requests == 0) {
      return new ServiceMetrics(service, Instant.EPOCH, TrafficFigures.NONE, history);
    }
    history.set(ServiceMetrics.STEPS - 1, Optional.of((double) requests));
    return new ServiceMetrics(
        service, Instant.EPOCH, TrafficFigures.counts(1, requests, errors), history);
  }

  private long requests(ServiceName service) {
    return sum(service, false);
  }

  private long sum(ServiceName service, boolean errors) {
    return records.service(service).versions.keySet().stream()
        .map(name -> counted.getOrDefault(name, TrafficFigures.NONE))
        .mapToLong(traffic -> errors ? traffic.errors() : traffic.requests())
        .sum();
  }
}
