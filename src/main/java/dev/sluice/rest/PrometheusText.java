package dev.sluice.rest;

import static dev.sluice.rest.MetricFamilies.Type.COUNTER;
import static dev.sluice.rest.MetricFamilies.Type.GAUGE;
import static dev.sluice.rest.MetricFamilies.Type.HISTOGRAM;

import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import dev.sluice.engine.port.GatewayFigures.Refused;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.GatewayTotals.InstanceTotal;
import dev.sluice.engine.port.GatewayTotals.LatencyTotal;
import dev.sluice.engine.port.GatewayTotals.Total;
import dev.sluice.engine.port.GatewayTotals.VersionTotal;
import dev.sluice.engine.port.StatusCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/// What engine and gateway count, as Prometheus text. Counters are the gateway's own, since it
/// started: they go on while the engine restarts, and begin anew with a new gateway.
final class PrometheusText {
  private static final int PAGE = 1_000;
  private static final double MEBIBYTE = 1 << 20;
  private static final double MICROS = 1e6;

  private static final String INFO = "sluice_engine_info";
  private static final String SERVICES = "sluice_services";
  private static final String INSTANCES = "sluice_version_instances";
  private static final String CPU = "sluice_version_cpu_cores";
  private static final String MEMORY = "sluice_version_memory_bytes";
  private static final String SHARE = "sluice_version_traffic_share_ratio";
  private static final String GATEWAY_UP = "sluice_gateway_up";
  private static final String REQUESTS = "sluice_version_requests_total";
  private static final String LATENCY = "sluice_version_request_duration_seconds";
  private static final String ERRORS = "sluice_version_gateway_errors_total";
  private static final String RETRIES = "sluice_version_retries_total";
  private static final String BYTES_IN = "sluice_version_request_body_bytes_total";
  private static final String BYTES_OUT = "sluice_version_response_body_bytes_total";
  private static final String DROPPED = "sluice_access_log_dropped_lines_total";
  private static final String REFUSED = "sluice_refused_requests_total";
  private static final String OF_INSTANCE = "sluice_instance_requests_total";
  private static final String INSTANCE_ERRORS = "sluice_instance_gateway_errors_total";
  private static final String INSTANCE_IN = "sluice_instance_request_body_bytes_total";
  private static final String INSTANCE_OUT = "sluice_instance_response_body_bytes_total";
  private static final String IN_FLIGHT = "sluice_instance_requests_in_flight";

  private final MetricFamilies families = new MetricFamilies();

  private PrometheusText() {
    families.family(INFO, GAUGE, "What runs; always 1.");
    families.family(SERVICES, GAUGE, "Services.");
    families.family(INSTANCES, GAUGE, "Instances of a version, by state.");
    families.family(CPU, GAUGE, "Cores that the instances of a version use.");
    families.family(MEMORY, GAUGE, "Memory that the instances of a version use.");
    families.family(SHARE, GAUGE, "Share of its service's requests, over the last 10 s.");
    families.family(GATEWAY_UP, GAUGE, "Whether the gateway could be asked: 1, or 0.");
    families.family(REQUESTS, COUNTER, "Requests that had an instance, by class of status.");
    families.family(LATENCY, HISTOGRAM, "From a request's head to the end of its answer.");
    families.family(ERRORS, COUNTER, "Requests answered or broken off in an instance's stead.");
    families.family(RETRIES, COUNTER, "Second tries of requests.");
    families.family(BYTES_IN, COUNTER, "Bytes of request bodies.");
    families.family(BYTES_OUT, COUNTER, "Bytes of answers' bodies.");
    families.family(REFUSED, COUNTER, "Requests that the gateway refused: none had an instance.");
    families.family(DROPPED, COUNTER, "Lines of the access log that could not be written.");
    families.family(OF_INSTANCE, COUNTER, "Requests of an instance, by class of status.");
    families.family(INSTANCE_ERRORS, COUNTER, "Requests answered or broken off in its stead.");
    families.family(INSTANCE_IN, COUNTER, "Bytes of request bodies.");
    families.family(INSTANCE_OUT, COUNTER, "Bytes of answers' bodies.");
    families.family(IN_FLIGHT, GAUGE, "Requests of an instance that have not ended.");
  }

  static String of(DeploymentEngine engine, GatewayCounts counts) {
    var text = new PrometheusText();
    text.addEngine(engine);
    text.addGateway(counts);
    return text.families.text();
  }

  private void addEngine(DeploymentEngine engine) {
    var info = engine.info();
    families.sample(INFO, 1, "version", info.version(), "platform", info.platform());
    var services = services(engine);
    families.sample(SERVICES, services.size());
    for (var service : services) {
      unlessDeleted(
          () -> {
            engine.listVersions(service.name()).forEach(this::addInstances);
            engine.metrics(service.name()).forEach(this::addUse);
          });
    }
  }

  private static List<ServiceView> services(DeploymentEngine engine) {
    var all = new ArrayList<ServiceView>();
    Page<ServiceView> page;
    int number = 0;
    do {
      page = engine.listServices("", new Page.Request(number++, PAGE));
      all.addAll(page.items());
    } while (!page.items().isEmpty() && all.size() < page.total());
    return all;
  }

  /// A service may go between its listing and the look at it.
  private static void unlessDeleted(Runnable look) {
    try {
      look.run();
    } catch (ProblemException e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private void addInstances(VersionView version) {
    var count = version.instances();
    families.sample(INSTANCES, count.ready(), with(version.name(), "state", "ready"));
    families.sample(INSTANCES, count.wanted(), with(version.name(), "state", "wanted"));
  }

  private void addUse(VersionMetrics metrics) {
    var labels = with(metrics.version());
    metrics.cpuPercent().ifPresent(percent -> families.sample(CPU, percent / 100, labels));
    metrics.memoryMiB().ifPresent(mib -> families.sample(MEMORY, mib * MEBIBYTE, labels));
    metrics.sharePercent().ifPresent(share -> families.sample(SHARE, share / 100, labels));
  }

  private void addGateway(GatewayCounts counts) {
    GatewayTotals totals;
    try {
      totals = counts.read();
    } catch (IOException e) {
      families.sample(GATEWAY_UP, 0);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      families.sample(GATEWAY_UP, 0);
      return;
    }
    families.sample(GATEWAY_UP, 1);
    families.sample(DROPPED, totals.droppedLogLines());
    totals.versions().forEach(this::addVersion);
    totals.instances().forEach(this::addInstance);
    totals.refused().forEach(this::addRefused);
  }

  private void addVersion(VersionTotal of) {
    var name = of.version();
    addTotal(of.total(), REQUESTS, ERRORS, with(name));
    families.sample(RETRIES, of.total().retries(), with(name));
    families.sample(BYTES_IN, of.total().bytesIn(), with(name));
    families.sample(BYTES_OUT, of.total().bytesOut(), with(name));
    addLatency(of.latency(), name);
  }

  /// Each bucket holds what the ones before it hold, as the format wants it.
  private void addLatency(LatencyTotal latency, VersionName name) {
    long sum = 0;
    for (int i = 0; i < latency.buckets().size(); i++) {
      sum += latency.buckets().get(i);
      double bound =
          i < LatencyTotal.BOUNDS.size()
              ? LatencyTotal.BOUNDS.get(i) / MICROS
              : Double.POSITIVE_INFINITY;
      families.sample(LATENCY, "_bucket", sum, with(name, "le", MetricFamilies.number(bound)));
    }
    families.sample(LATENCY, "_sum", latency.sumMicros() / MICROS, with(name));
    families.sample(LATENCY, "_count", sum, with(name));
  }

  private void addInstance(InstanceTotal of) {
    var labels = with(of.version(), "instance", of.instance().value());
    addTotal(of.total(), OF_INSTANCE, INSTANCE_ERRORS, labels);
    families.sample(INSTANCE_IN, of.total().bytesIn(), labels);
    families.sample(INSTANCE_OUT, of.total().bytesOut(), labels);
    families.sample(IN_FLIGHT, of.inFlight(), labels);
  }

  private void addTotal(Total total, String requests, String errors, String... labels) {
    classes(
        total.statuses(),
        (code, count) -> families.sample(requests, count, plus(labels, "code", code)));
    total
        .gatewayErrors()
        .forEach((reason, count) -> families.sample(errors, count, plus(labels, "reason", reason)));
  }

  private static void classes(StatusCounts statuses, ObjLongConsumer<String> each) {
    each.accept("1xx", statuses.informational());
    each.accept("2xx", statuses.successful());
    each.accept("3xx", statuses.redirected());
    each.accept("4xx", statuses.clientErrors());
    each.accept("5xx", statuses.serverErrors());
  }

  /// A label that has nothing to say is empty, which means the same as no label.
  private void addRefused(Refused refused) {
    families.sample(
        REFUSED,
        refused.count(),
        "service",
        refused.service().map(Object::toString).orElse(""),
        "version",
        refused.version().map(Object::toString).orElse(""),
        "reason",
        refused.reason(),
        "code",
        Integer.toString(refused.status()));
  }

  private static String[] with(VersionName version, String... more) {
    return plus(
        new String[] {"service", version.service().value(), "version", version.toString()}, more);
  }

  private static String[] plus(String[] labels, String... more) {
    var all = new ArrayList<>(List.of(labels));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
