package dev.sluice.console.services;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView;
import dev.sluice.engine.api.VersionView.InstanceCount;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One service in the list.
///
/// @param measured absent while nothing was
/// @param instances ready and wanted; absent while its versions are not known
/// @param changedBy who made the last change, when that is known
record ServiceRow(
    ServiceName name,
    String domain,
    ServiceView.State state,
    int versions,
    TrafficPolicy policy,
    Optional<Measured> measured,
    Optional<InstanceCount> instances,
    Instant changedAt,
    Optional<String> changedBy) {

  /// What is shown of the measurements. Without their time, so that a row whose figures stay the
  /// same is the same.
  record Measured(
      Optional<Double> requestsPerSecond,
      Optional<Double> errorPercent,
      Optional<Double> p95,
      List<Optional<Double>> history) {
    private static Measured of(ServiceMetrics metrics) {
      return new Measured(
          metrics.requestsPerSecond(),
          metrics.errorPercent(),
          metrics.latency().map(Latency::p95),
          metrics.history());
    }
  }

  /// @param last operation of the service, as far as it is known
  static ServiceRow of(EngineState state, ServiceView service, Optional<Operation> last) {
    boolean read = !state.unread().contains(service.name());
    var versions = state.versionsOf(service.name());
    return new ServiceRow(
        service.name(),
        service.domain(),
        service.state(),
        service.versions().size(),
        service.traffic().policy(),
        Optional.ofNullable(state.serviceMetrics().get(service.name())).map(Measured::of),
        read ? Optional.of(count(versions)) : Optional.empty(),
        changedAt(service, versions, last),
        last.map(Operation::by).or(() -> trafficBy(service)));
  }

  Optional<Double> requestsPerSecond() {
    return measured.flatMap(Measured::requestsPerSecond);
  }

  Optional<Double> errorPercent() {
    return measured.flatMap(Measured::errorPercent);
  }

  /// In milliseconds.
  Optional<Double> p95() {
    return measured.flatMap(Measured::p95);
  }

  List<Optional<Double>> history() {
    return measured.map(Measured::history).orElse(List.of());
  }

  /// Whether its name or domain contains `text`, whatever the case.
  boolean matches(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return name.value().contains(wanted) || domain.contains(wanted);
  }

  private static InstanceCount count(List<VersionView> versions) {
    return new InstanceCount(
        versions.stream().mapToInt(v -> v.instances().ready()).sum(),
        versions.stream().mapToInt(v -> v.instances().wanted()).sum());
  }

  private static Instant changedAt(
      ServiceView service, List<VersionView> versions, Optional<Operation> last) {
    var newest = later(service.updatedAt(), service.traffic().updatedAt());
    for (var version : versions) {
      newest = later(newest, version.updatedAt());
    }
    return later(newest, last.map(o -> o.endedAt().orElse(o.startedAt())).orElse(newest));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Optional<String> trafficBy(ServiceView service) {
    var traffic = service.traffic();
    return traffic.by().isEmpty() || traffic.updatedAt().isBefore(service.updatedAt())
        ? Optional.empty()
        : Optional.of(traffic.by());
  }
}
