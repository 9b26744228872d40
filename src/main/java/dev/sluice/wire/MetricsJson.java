package dev.sluice.wire;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// What was measured, all in one flat object: `{version, at, windowSeconds, measuredSeconds,
/// requests, errors, clientErrors, gatewayErrors: {reason: n}, bytesIn, bytesOut, latency?: {p50,
/// p95, p99, max}, requestsPerSecond?, …, sharePercent?, inFlight?, cpuPercent?, memoryMiB?}`.
///
/// The rates are written for those who read them elsewhere; here they are told from the counts.
final class MetricsJson {
  private MetricsJson() {}

  static void write(VersionMetrics metrics, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("version", metrics.version().toString());
    out.writeStringProperty("at", metrics.at().toString());
    out.writeNumberProperty("windowSeconds", metrics.windowSeconds());
    writeTraffic(metrics.traffic(), out);
    writeRates(metrics.traffic(), out);
    number("sharePercent", metrics.sharePercent(), out);
    writeUse(metrics.use(), out);
    out.writeEndObject();
  }

  static VersionMetrics read(JsonNode node) {
    return new VersionMetrics(
        VersionName.parse(node.path("version").asString("")).orElseThrow(),
        at(node),
        node.path("windowSeconds").intValue(),
        traffic(node),
        number(node, "sharePercent"),
        use(node));
  }

  /// A point has no rates: it is about a second long.
  static void write(MetricPoint point, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("at", point.at().toString());
    writeTraffic(point.traffic(), out);
    writeUse(point.use(), out);
    out.writeEndObject();
  }

  static MetricPoint readPoint(JsonNode node) {
    return new MetricPoint(at(node), traffic(node), use(node));
  }

  static void write(ServiceMetrics metrics, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("service", metrics.service().value());
    out.writeStringProperty("at", metrics.at().toString());
    writeTraffic(metrics.traffic(), out);
    writeRates(metrics.traffic(), out);
    number("errorPercent", metrics.errorPercent(), out);
    out.writeNumberProperty("stepSeconds", ServiceMetrics.STEP_SECONDS);
    out.writeArrayPropertyStart("history");
    for (var rate : metrics.history()) {
      rate.ifPresentOrElse(value -> out.writeNumber(rounded(value)), out::writeNull);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  static ServiceMetrics readService(JsonNode node) {
    var history = new ArrayList<Optional<Double>>();
    for (var rate : node.path("history").values()) {
      history.add(rate.isNumber() ? Optional.of(rate.doubleValue()) : Optional.empty());
    }
    return new ServiceMetrics(
        new ServiceName(node.path("service").asString("")), at(node), traffic(node), history);
  }

  private static void writeTraffic(TrafficFigures traffic, JsonGenerator out) {
    out.writeNumberProperty("measuredSeconds", rounded(traffic.seconds()));
    out.writeNumberProperty("requests", traffic.requests());
    out.writeNumberProperty("errors", traffic.errors());
    out.writeNumberProperty("clientErrors", traffic.clientErrors());
    out.writeObjectPropertyStart("gatewayErrors");
    traffic.gatewayErrors().forEach(out::writeNumberProperty);
    out.writeEndObject();
    out.writeNumberProperty("bytesIn", traffic.bytesIn());
    out.writeNumberProperty("bytesOut", traffic.bytesOut());
    traffic
        .latency()
        .ifPresent(
            latency -> {
              out.writeObjectPropertyStart("latency");
              out.writeNumberProperty("p50", rounded(latency.p50()));
              out.writeNumberProperty("p95", rounded(latency.p95()));
              out.writeNumberProperty("p99", rounded(latency.p99()));
              out.writeNumberProperty("max", rounded(latency.max()));
              range("p50Range", latency.p50Range(), out);
              range("p95Range", latency.p95Range(), out);
              range("p99Range", latency.p99Range(), out);
              out.writeEndObject();
            });
  }

  private static void range(String name, Optional<Latency.Range> range, JsonGenerator out) {
    range.ifPresent(
        known -> {
          out.writeObjectPropertyStart(name);
          out.writeNumberProperty("low", rounded(known.low()));
          out.writeNumberProperty("high", rounded(known.high()));
          out.writeEndObject();
        });
  }

  private static void writeRates(TrafficFigures traffic, JsonGenerator out) {
    rate("requestsPerSecond", traffic, traffic.requests(), out);
    rate("errorsPerSecond", traffic, traffic.errors(), out);
    rate("clientErrorsPerSecond", traffic, traffic.clientErrors(), out);
    out.writeObjectPropertyStart("gatewayErrorsPerSecond");
    traffic
        .gatewayErrorsPerSecond()
        .forEach((reason, value) -> out.writeNumberProperty(reason, rounded(value)));
    out.writeEndObject();
    rate("bytesInPerSecond", traffic, traffic.bytesIn(), out);
    rate("bytesOutPerSecond", traffic, traffic.bytesOut(), out);
  }

  private static void rate(String name, TrafficFigures traffic, long count, JsonGenerator out) {
    number(name, traffic.perSecond(count), out);
  }

  private static void writeUse(VersionUse use, JsonGenerator out) {
    use.inFlight().ifPresent(count -> out.writeNumberProperty("inFlight", count));
    number("cpuPercent", use.cpuPercent(), out);
    use.memoryMiB().ifPresent(memory -> out.writeNumberProperty("memoryMiB", memory));
  }

  private static void number(String name, Optional<Double> value, JsonGenerator out) {
    value.ifPresent(known -> out.writeNumberProperty(name, rounded(known)));
  }

  /// To thousandths: a tenth of a millisecond and a thousandth of a request is more than is known.
  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  private static TrafficFigures traffic(JsonNode node) {
    var gatewayErrors = new TreeMap<String, Long>();
    for (Map.Entry<String, JsonNode> errors : node.path("gatewayErrors").properties()) {
      gatewayErrors.put(errors.getKey(), errors.getValue().longValue());
    }
    var latency = node.path("latency");
    return new TrafficFigures(
        node.path("measuredSeconds").asDouble(0),
        node.path("requests").asLong(0),
        node.path("errors").asLong(0),
        node.path("clientErrors").asLong(0),
        gatewayErrors,
        node.path("bytesIn").asLong(0),
        node.path("bytesOut").asLong(0),
        latency.isObject() ? Optional.of(latency(latency)) : Optional.empty());
  }

  private static Latency latency(JsonNode node) {
    return new Latency(
        node.path("p50").asDouble(0),
        node.path("p95").asDouble(0),
        node.path("p99").asDouble(0),
        node.path("max").asDouble(0),
        range(node.path("p50Range")),
        range(node.path("p95Range")),
        range(node.path("p99Range")));
  }

  private static Optional<Latency.Range> range(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new Latency.Range(node.path("low").asDouble(0), node.path("high").asDouble(0)))
        : Optional.empty();
  }

  private static VersionUse use(JsonNode node) {
    return new VersionUse(
        whole(node, "inFlight"), number(node, "cpuPercent"), whole(node, "memoryMiB"));
  }

  private static Optional<Double> number(JsonNode node, String field) {
    var value = node.path(field);
    return value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
  }

  private static Optional<Integer> whole(JsonNode node, String field) {
    var value = node.path(field);
    return value.isIntegralNumber() ? Optional.of(value.intValue()) : Optional.empty();
  }

  private static Instant at(JsonNode node) {
    return Instant.parse(node.path("at").asString(""));
  }
}
