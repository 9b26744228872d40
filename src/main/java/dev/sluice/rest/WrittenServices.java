package dev.sluice.rest;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.util.RawValue;

/// The JSON of services in lists, which are asked for again and again while few of them change:
/// each view is written once. Safe for any number of threads.
final class WrittenServices {
  private final Map<ServiceName, Written> written = new ConcurrentHashMap<>();

  private record Written(ServiceView view, RawValue json) {}

  List<RawValue> of(Page<ServiceView> page) {
    // Those of deleted services are never asked for again.
    if (written.size() > 2 * page.total() + 100) {
      written.clear();
    }
    return page.items().stream().map(this::of).toList();
  }

  int remembered() {
    return written.size();
  }

  @SuppressWarnings("ReferenceEquality") // an engine may give the same view again; that is enough
  private RawValue of(ServiceView view) {
    var last = written.get(view.name());
    if (last != null && last.view() == view) {
      return last.json();
    }
    var json = new RawValue(Json.write(view));
    written.put(view.name(), new Written(view, json));
    return json;
  }
}
