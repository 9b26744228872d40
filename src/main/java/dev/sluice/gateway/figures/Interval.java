package dev.sluice.gateway.figures;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.gateway.figures.LatencyRecorder.HistogramPool;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What one event loop counted between two looks. Used by one thread at a time: first by the event
/// loop, then by who adds up, who hands it back empty.
final class Interval {
  /// Counters that are kept for later although the last interval did not need as many.
  private static final int SPARE = 64;

  private final Map<InstanceId, Entry> instances = new HashMap<>();
  private final Map<Refusal, Long> refused = new HashMap<>();
  private final HistogramPool histograms = new HistogramPool();
  private final ArrayDeque<Counters> spare = new ArrayDeque<>();

  record Entry(VersionName version, Counters counters) {}

  record Refusal(
      Optional<ServiceName> service, Optional<VersionName> version, String reason, int status) {}

  Counters of(InstanceId instance, VersionName version) {
    var present = instances.get(instance);
    if (present != null) {
      return present.counters();
    }
    var next = spare.poll();
    var counters = next == null ? new Counters(histograms) : next;
    instances.put(instance, new Entry(version, counters));
    return counters;
  }

  void refused(Refusal refusal) {
    refused.merge(refusal, 1L, Long::sum);
  }

  Map<InstanceId, Entry> instances() {
    return instances;
  }

  Map<Refusal, Long> refused() {
    return refused;
  }

  /// Makes it fit for another interval.
  void empty() {
    int used = instances.size();
    for (var entry : instances.values()) {
      entry.counters().reset();
      spare.push(entry.counters());
    }
    instances.clear();
    refused.clear();
    while (spare.size() > SPARE + 2 * used) {
      spare.pop();
    }
    histograms.trim(SPARE + used);
  }
}
