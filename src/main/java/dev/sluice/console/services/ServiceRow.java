package dev.sluice.console.services;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One service in the list.
///
/// @param requestsPerSecond absent while nothing was measured
/// @param changedBy who did the last operation, when that is known
record ServiceRow(
    ServiceName name,
    String domain,
    ServiceView.State state,
    int versions,
    TrafficPolicy policy,
    Optional<Double> requestsPerSecond,
    Optional<Double> errorsPerSecond,
    int ready,
    int wanted,
    Instant changedAt,
    Optional<String> changedBy) {

  /// Every service whose name or domain contains `filter`, by name.
  static List<ServiceRow> of(EngineState state, String filter) {
    String wanted = filter.strip().toLowerCase(Locale.ROOT);
    var last = lastOperations(state);
    return state.services().values().stream()
        .filter(s -> s.name().value().contains(wanted) || s.domain().contains(wanted))
        .map(service -> of(state, service, Optional.ofNullable(last.get(service.name()))))
        .toList();
  }

  private static ServiceRow of(EngineState state, ServiceView service, Optional<Operation> last) {
    var versions = state.versionsOf(service.name());
    var metrics =
        versions.stream()
            .flatMap(v -> Optional.ofNullable(state.metrics().get(v.name())).stream())
            .toList();
    return new ServiceRow(
        service.name(),
        service.domain(),
        service.state(),
        service.versions().size(),
        service.traffic().policy(),
        sum(metrics, VersionMetrics::requestsPerSecond),
        sum(metrics, VersionMetrics::errorsPerSecond),
        versions.stream().mapToInt(v -> v.instances().ready()).sum(),
        versions.stream().mapToInt(v -> v.instances().wanted()).sum(),
        changedAt(service, versions, last),
        last.map(Operation::by));
  }

  private static Instant changedAt(
      ServiceView service, List<VersionView> versions, Optional<Operation> last) {
    var newest = service.updatedAt();
    for (var version : versions) {
      newest = later(newest, version.updatedAt());
    }
    return later(newest, last.map(o -> o.endedAt().orElse(o.startedAt())).orElse(newest));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Map<ServiceName, Operation> lastOperations(EngineState state) {
    var last = new HashMap<ServiceName, Operation>();
    state.operations().values().forEach(operation -> last.put(operation.service(), operation));
    return last;
  }

  private static Optional<Double> sum(
      List<VersionMetrics> metrics, Function<VersionMetrics, Optional<Double>> figure) {
    return metrics.stream().flatMap(m -> figure.apply(m).stream()).reduce(Double::sum);
  }
}
