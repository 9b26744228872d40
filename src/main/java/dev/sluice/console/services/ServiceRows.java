package dev.sluice.console.services;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.ServiceView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of the list of services, made anew only for those of which something is new: of ten
/// thousand most are as they were.
final class ServiceRows {
  private final Map<ServiceName, Known> rows = new HashMap<>();
  private final Map<ServiceName, Operation> last = new HashMap<>();
  private EngineState before = EngineState.connecting(Instant.EPOCH);

  /// Every service, by name.
  List<ServiceRow> of(EngineState now) {
    if (!isSame(now.operations(), before.operations())) {
      last.clear();
      now.operations().values().forEach(operation -> last.put(operation.service(), operation));
    }
    boolean sameVersions =
        isSame(now.versions(), before.versions()) && isSame(now.unread(), before.unread());
    var all = new ArrayList<ServiceRow>(now.services().size());
    for (var service : now.services().values()) {
      all.add(row(now, service, sameVersions));
    }
    if (rows.size() > all.size()) {
      rows.keySet().retainAll(now.services().keySet());
    }
    before = now;
    return all;
  }

  /// The rows of the services whose figures may be others than in the state before, when nothing
  /// else of any service is; empty when more has changed. Of ten thousand, twenty are looked at.
  Optional<List<ServiceRow>> measured(EngineState now) {
    if (!isSame(now.services(), before.services())
        || !isSame(now.versions(), before.versions())
        || !isSame(now.unread(), before.unread())
        || !isSame(now.operations(), before.operations())) {
      return Optional.empty();
    }
    var names = new HashSet<>(before.serviceMetrics().keySet());
    names.addAll(now.serviceMetrics().keySet());
    var found =
        names.stream()
            .flatMap(name -> Stream.ofNullable(now.services().get(name)))
            .map(service -> row(now, service, true))
            .toList();
    before = now;
    return Optional.of(found);
  }

  private ServiceRow row(EngineState now, ServiceView service, boolean sameVersions) {
    var name = service.name();
    var operation = last.get(name);
    var metrics = now.serviceMetrics().get(name);
    var known = rows.get(name);
    if (known != null
        && known.isOf(service, operation, metrics)
        && (sameVersions || (now.unread().contains(name) && before.unread().contains(name)))) {
      return known.row();
    }
    var row = ServiceRow.of(now, service, Optional.ofNullable(operation));
    rows.put(name, new Known(service, operation, metrics, row));
    return row;
  }

  /// A part of a state that did not change is the same object in the next one.
  @SuppressWarnings("ReferenceEquality") // What is equal but another object is worth another row.
  private static boolean isSame(@Nullable Object one, @Nullable Object other) {
    return one == other;
  }

  /// What a row was made of, besides its versions.
  private record Known(
      ServiceView service,
      @Nullable Operation operation,
      @Nullable ServiceMetrics metrics,
      ServiceRow row) {
    boolean isOf(ServiceView view, @Nullable Operation newest, @Nullable ServiceMetrics measured) {
      return isSame(service, view) && isSame(operation, newest) && isSame(metrics, measured);
    }
  }
}
