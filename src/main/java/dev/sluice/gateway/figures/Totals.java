package dev.sluice.gateway.figures;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.GatewayFigures.OfInstance;
import dev.sluice.engine.port.GatewayFigures.Refused;
import dev.sluice.engine.port.GatewayFigures.Second;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.GatewayTotals.InstanceTotal;
import dev.sluice.engine.port.GatewayTotals.LatencyTotal;
import dev.sluice.engine.port.GatewayTotals.Total;
import dev.sluice.engine.port.GatewayTotals.VersionTotal;
import dev.sluice.engine.port.LatencyCounts;
import dev.sluice.engine.port.StatusCounts;
import dev.sluice.gateway.route.OriginFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Everything since the gateway started, of what the table holds. Used by one thread at a time.
final class Totals {
  private final Map<InstanceId, OneInstance> instances = new HashMap<>();
  private final Map<VersionName, OneVersion> versions = new HashMap<>();
  private final Map<Refused, Long> refused = new HashMap<>();

  void add(Second second) {
    for (var each : second.instances()) {
      instances.computeIfAbsent(each.instance(), _ -> new OneInstance(each.version())).add(each);
      versions.computeIfAbsent(each.version(), _ -> new OneVersion()).add(each);
    }
    for (var each : second.refused()) {
      var key = new Refused(each.service(), each.version(), each.reason(), each.status(), 0);
      refused.merge(key, each.count(), Long::sum);
    }
  }

  /// Forgets instances and versions that are gone. An instance that had requests in `second` may
  /// have gone within it; it is kept until the next time.
  void retain(Predicate<VersionName> present, Predicate<InstanceId> live, Second second) {
    var busyInstances = new HashSet<InstanceId>();
    var busy = new HashSet<VersionName>();
    for (var each : second.instances()) {
      busyInstances.add(each.instance());
      busy.add(each.version());
    }
    instances.keySet().removeIf(id -> !busyInstances.contains(id) && !live.test(id));
    Predicate<VersionName> gone = name -> !busy.contains(name) && !present.test(name);
    versions.keySet().removeIf(gone);
    refused.keySet().removeIf(key -> key.version().filter(gone).isPresent());
  }

  GatewayTotals view(List<OriginFigures> live, long droppedLogLines) {
    var byInstance = new ArrayList<InstanceTotal>();
    var seen = new HashSet<InstanceId>();
    for (var origin : live) {
      seen.add(origin.instance());
      var counted = instances.get(origin.instance());
      byInstance.add(
          new InstanceTotal(
              origin.instance(),
              origin.version(),
              counted == null ? OneInstance.NONE : counted.sum.view(),
              origin.inFlight()));
    }
    instances.forEach(
        (instance, counted) -> {
          if (!seen.contains(instance)) {
            byInstance.add(new InstanceTotal(instance, counted.version, counted.sum.view(), 0));
          }
        });
    return new GatewayTotals(
        byInstance,
        versions.entrySet().stream().map(e -> e.getValue().view(e.getKey())).toList(),
        refused.entrySet().stream().map(e -> withCount(e.getKey(), e.getValue())).toList(),
        droppedLogLines);
  }

  private static Refused withCount(Refused key, long count) {
    return new Refused(key.service(), key.version(), key.reason(), key.status(), count);
  }

  private static final class OneInstance {
    static final Total NONE = new Total(StatusCounts.NONE, Collections.emptySortedMap(), 0, 0, 0);

    final VersionName version;
    final Sum sum = new Sum();

    OneInstance(VersionName version) {
      this.version = version;
    }

    void add(OfInstance more) {
      sum.add(more);
    }
  }

  private static final class OneVersion {
    private final Sum sum = new Sum();
    private final long[] buckets = new long[LatencyTotal.BOUNDS.size() + 1];
    private long sumMicros;

    void add(OfInstance more) {
      sum.add(more);
      add(more.counts().latency());
    }

    private void add(LatencyCounts latency) {
      latency.forEach(
          (micros, count) -> {
            int found = Collections.binarySearch(LatencyTotal.BOUNDS, micros);
            buckets[found >= 0 ? found : -found - 1] += count;
            sumMicros += micros * count;
          });
    }

    VersionTotal view(VersionName version) {
      return new VersionTotal(
          version,
          sum.view(),
          new LatencyTotal(Arrays.stream(buckets).boxed().toList(), sumMicros));
    }
  }

  private static final class Sum {
    private final TreeMap<String, Long> gatewayErrors = new TreeMap<>();
    private StatusCounts statuses = StatusCounts.NONE;
    private long retries;
    private long bytesIn;
    private long bytesOut;

    void add(OfInstance more) {
      var counts = more.counts();
      statuses = statuses.plus(counts.statuses());
      counts.gatewayErrors().forEach((reason, n) -> gatewayErrors.merge(reason, n, Long::sum));
      retries += counts.retries();
      bytesIn += counts.bytesIn();
      bytesOut += counts.bytesOut();
    }

    Total view() {
      return new Total(statuses, gatewayErrors, retries, bytesIn, bytesOut);
    }
  }
}
