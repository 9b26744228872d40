package dev.sluice.engine.core;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ServiceView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Views of services as readers see them, each made once for every state, so that a long list costs
/// little and who writes it can tell by identity what has not changed. Safe for any number of
/// threads.
final class ServiceViews {
  private final Map<ServiceName, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(ServiceState state, ServiceView view) {}

  @SuppressWarnings("ReferenceEquality") // a state is immutable: the same one is equal
  ServiceView of(ServiceState state) {
    var name = state.service().name();
    var last = seen.get(name);
    if (last != null && last.state() == state) {
      return last.view();
    }
    var view = Views.service(state);
    seen.put(name, new Seen(state, view));
    return view;
  }

  /// The service is gone.
  void forget(ServiceName service) {
    seen.remove(service);
  }
}
